import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { ChangeModule } from '../changes/change.module.js';
import { FeedAccess } from './feed-access.service.js';
import { FeedController } from './feed.controller.js';
import { FeedReading } from './feed-reading.service.js';
import { FeedService } from './feed.service.js';

@Section('Every change of a project, in order: for boards, caches and offline clients.')
@Module({
  imports: [ChangeModule],
  controllers: [FeedController],
  providers: [FeedAccess, FeedReading, FeedService],
  exports: [FeedAccess, FeedReading],
})
export class FeedModule {}
