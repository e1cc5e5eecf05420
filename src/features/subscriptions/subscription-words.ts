import { Injectable } from '@nestjs/common';
import { type Validator, validateId, validateInteger } from '../../platform/input/violation.js';
import { ClientMessages } from '../../platform/realtime/sockets/client-messages.js';
import { readContent } from '../../platform/realtime/content.js';
import { SubscriptionService } from './subscription.service.js';

const validateSince: Validator = (value) => validateInteger(value, { min: 0, max: Number.MAX_SAFE_INTEGER });

interface Subscription {
  project_id: number;
  since?: number;
}

/**
 * What clients say to follow a project, and to stop.
 *
 * @spec SPEC-033.1, SPEC-033.4
 */
@Injectable()
export class SubscriptionWords {
  constructor(messages: ClientMessages, subscriptions: SubscriptionService) {
    messages.listen('subscribe', async (connection, content) => {
      const { project_id: projectId, since } = readContent<Subscription>(
        content,
        { project_id: validateId },
        { since: validateSince },
      );
      const { subscriber, lastSeq } = await subscriptions.subscribe(connection, projectId, since);
      return { data: { last_seq: lastSeq }, after: () => subscriptions.start(subscriber) };
    });
    messages.listen('unsubscribe', (connection, content) => {
      const { project_id: projectId } = readContent<Subscription>(content, { project_id: validateId });
      subscriptions.unsubscribe(connection, projectId);
      return Promise.resolve({ data: null });
    });
  }
}
