import { Injectable } from '@nestjs/common';
import { type Validator, validateId } from '../../platform/input/violation.js';
import { ClientMessages } from '../../platform/realtime/sockets/client-messages.js';
import type { Connection } from '../../platform/realtime/sockets/connection.js';
import { readContent } from '../../platform/realtime/content.js';
import { FeedAccess } from '../feed/feed-access.service.js';
import { SubscriptionService } from '../subscriptions/subscription.service.js';
import { presenceErrors } from './presence.errors.js';
import { PresenceRepository } from './presence.repository.js';
import { PresenceService } from './presence.service.js';

const validateTask: Validator = (value) => (value === null ? null : validateId(value));

interface Focus {
  project_id: number;
  task_id: number | null;
}

/**
 * What clients say to tell where their people are.
 *
 * @spec SPEC-038.3, SPEC-038.4
 */
@Injectable()
export class FocusWords {
  constructor(
    private readonly access: FeedAccess,
    private readonly subscriptions: SubscriptionService,
    private readonly presence: PresenceService,
    private readonly presences: PresenceRepository,
  ) {}

  listen(messages: ClientMessages): void {
    messages.listen('focus', async (connection, content) => {
      await this.focus(connection, readContent<Focus>(content, { project_id: validateId, task_id: validateTask }));
      return { data: null };
    });
  }

  /** @throws AppError as a request for the project would; `validation_failed` for what is not followed, or not there */
  private async focus(connection: Connection, { project_id: projectId, task_id: taskId }: Focus): Promise<void> {
    const at = this.presence.now();
    const { kinds } = await this.access.require(connection.sessionId, projectId);
    if (taskId !== null && !(kinds.includes('task') && (await this.presences.isInProject(taskId, projectId)))) {
      throw presenceErrors.unknownTask();
    }
    const subscriber = this.subscriptions.find(connection, projectId);
    if (!subscriber) throw presenceErrors.notFollowed();
    this.presence.focus(subscriber, taskId, at);
  }
}
