import { Module } from '@nestjs/common';
import { ClientMessages } from '../../platform/realtime/sockets/client-messages.js';
import { FeedModule } from '../feed/feed.module.js';
import { SubscriptionModule } from '../subscriptions/subscription.module.js';
import { SubscriptionService } from '../subscriptions/subscription.service.js';
import { FocusWords } from './focus-words.js';
import { PresenceRepository } from './presence.repository.js';
import { PresenceService } from './presence.service.js';

/** Who follows a project at the moment, and where they are. */
@Module({ imports: [FeedModule, SubscriptionModule], providers: [FocusWords, PresenceRepository, PresenceService] })
export class PresenceModule {
  constructor(
    subscriptions: SubscriptionService,
    messages: ClientMessages,
    presence: PresenceService,
    focus: FocusWords,
  ) {
    subscriptions.observe(presence);
    focus.listen(messages);
  }
}
