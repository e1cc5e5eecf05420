import { Injectable } from '@nestjs/common';
import { errors } from '../../platform/errors/errors.js';
import { type Judge, judgeId, judgeInteger } from '../../platform/input/fault.js';
import { ClientMessages } from '../../platform/realtime/client-messages.js';
import { SubscriptionService } from './subscription.service.js';

const judgeSince: Judge = (value) => judgeInteger(value, { min: 0, max: Number.MAX_SAFE_INTEGER });

/**
 * What clients say to follow a project, and to stop.
 *
 * @spec SPEC-033.1, SPEC-033.4
 */
@Injectable()
export class SubscriptionWords {
  constructor(messages: ClientMessages, subscriptions: SubscriptionService) {
    messages.listen('subscribe', async (connection, content) => {
      const { project_id: projectId, since } = read(content, { since: judgeSince });
      const { subscriber, lastSeq } = await subscriptions.subscribe(connection, projectId, since);
      return { data: { last_seq: lastSeq }, after: () => subscriptions.start(subscriber) };
    });
    messages.listen('unsubscribe', (connection, content) => {
      subscriptions.unsubscribe(connection, read(content, {}).project_id);
      return Promise.resolve({ data: null });
    });
  }
}

interface Words {
  project_id: number;
  since?: number;
}

/** @throws AppError `validation_failed` */
function read(content: unknown, optional: Readonly<Record<string, Judge>>): Words {
  const given = typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {};
  if (given.project_id === undefined) throw errors.invalidField('project_id', 'required', 'is required');
  const judges: Readonly<Record<string, Judge>> = { project_id: judgeId, ...optional };
  const wrong = Object.entries(given).flatMap(([field, value]) => {
    if (!Object.hasOwn(judges, field)) return [errors.unknownField(field)];
    const fault = value === undefined ? null : judges[field]?.(value);
    return fault ? [{ field, ...fault }] : [];
  });
  if (wrong.length > 0) throw errors.invalid(wrong);
  return given as unknown as Words;
}
