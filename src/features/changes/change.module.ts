import { Module } from '@nestjs/common';
import { HealthModule } from '../../platform/health/health.module.js';
import { ChangeNews } from './change-news.service.js';
import { ChangeRepository } from './change.repository.js';
import { Filling } from './filling.js';
import { Forgetting } from './forgetting.js';
import { Numbering } from './numbering.js';
import { ProjectFeeds } from './project-feeds.service.js';
import { ThingRepository } from './thing.repository.js';

/** Numbers the changes of each project. */
@Module({
  imports: [HealthModule],
  providers: [ChangeRepository, ThingRepository, ProjectFeeds, ChangeNews, Filling, Numbering, Forgetting],
  exports: [ProjectFeeds, ChangeNews],
})
export class ChangeModule {}
