import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { WatchingController } from './watching.controller.js';
import { WatchingRepository } from './watching.repository.js';
import { WatchingService } from './watching.service.js';

@Section('Watchers of tasks hear of comments and of changes of the status.')
@Module({ controllers: [WatchingController], providers: [WatchingRepository, WatchingService] })
export class WatchingModule {}
