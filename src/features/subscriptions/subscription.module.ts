import { Module } from '@nestjs/common';
import { ChangeModule } from '../changes/change.module.js';
import { FeedModule } from '../feed/feed.module.js';
import { AccessWatch } from './access-watch.js';
import { SubscriptionService } from './subscription.service.js';
import { SubscriptionWords } from './subscription-words.js';

/** Sockets that follow projects. */
@Module({
  imports: [ChangeModule, FeedModule],
  providers: [AccessWatch, SubscriptionService, SubscriptionWords],
  exports: [SubscriptionService],
})
export class SubscriptionModule {}
