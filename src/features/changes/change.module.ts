import { Module } from '@nestjs/common';
import { HealthModule } from '../../platform/health/health.module.js';
import { ChangeSignals } from './change-signals.service.js';
import { ChangeRepository } from './change.repository.js';
import { FeedBackfill } from './feed-backfill.js';
import { ChangeRetention } from './change-retention.js';
import { ChangeSequencer } from './change-sequencer.js';
import { ProjectFeeds } from './project-feeds.service.js';
import { FeedItemRepository } from './feed-item.repository.js';

/** Numbers the changes of each project. */
@Module({
  imports: [HealthModule],
  providers: [
    ChangeRepository,
    FeedItemRepository,
    ProjectFeeds,
    ChangeSignals,
    FeedBackfill,
    ChangeSequencer,
    ChangeRetention,
  ],
  exports: [ProjectFeeds, ChangeSignals],
})
export class ChangeModule {}
