import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { InternalController } from './internal.controller.js';
import { StatsRepository } from './stats.repository.js';

@Section('Totals for operators. An API key is required.')
@Module({ controllers: [InternalController], providers: [StatsRepository] })
export class InternalModule {}
