import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { CalendarController } from './calendar.controller.js';
import { CalendarRepository } from './calendar.repository.js';
import { CalendarService } from './calendar.service.js';

@Section('Your tasks in calendar programs.')
@Module({ controllers: [CalendarController], providers: [CalendarRepository, CalendarService] })
export class CalendarModule {}
