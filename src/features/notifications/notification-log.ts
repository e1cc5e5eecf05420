import { Injectable } from '@nestjs/common';
import type { Identity } from '../../platform/request/actor.js';
import { type Head, type Message, MessageLog } from '../../platform/realtime/message-log.js';
import { PROJECT_ROLES } from '../projects/project.entity.js';
import { PAUSE_REASONS } from '../webhooks/webhook.entity.js';
import type { Notification } from './notification.entity.js';
import { NotificationRepository } from './notification.repository.js';

export type NotificationType = keyof NotificationLog['schemas'];

const id = { type: 'integer', minimum: 1 };
const text = { type: 'string' };
const time = { type: 'string', format: 'date-time' };
const count = { type: 'integer', minimum: 0 };
const status = { enum: ['todo', 'in_progress', 'done'] };
const strict = (properties: Record<string, object>) => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

/** The log of notifications that live connections read. */
@Injectable()
export class NotificationLog extends MessageLog {
  readonly schemas = {
    task_assigned: strict({ task_id: id, project_id: id, project: text, title: text }),
    comment_added: strict({ task_id: id, project_id: id, comment_id: id, author: text }),
    mentioned: strict({ task_id: id, project_id: id, comment_id: id, author: text }),
    member_added: strict({ project_id: id, project: text, role: { enum: [...PROJECT_ROLES] }, by: text }),
    task_reminder: strict({ task_id: id, project_id: id, title: text, remind_at: time }),
    tasks_due: strict({ overdue: count, today: count, task_ids: { type: 'array', maxItems: 100, items: id } }),
    webhook_paused: strict({ project_id: id, webhook_id: id, reason: { enum: [...PAUSE_REASONS] } }),
    status_changed: strict({ task_id: id, project_id: id, old: status, new: status }),
  };

  constructor(private readonly notifications: NotificationRepository) {
    super();
  }

  /** All of them are about a task or a project: a token hears of those that it can read, in its projects. */
  admits({ permissions, token }: Identity, { data }: Message): boolean {
    const { project_id: projectId } = data as { project_id: number };
    const reaches = token?.projectIds?.includes(projectId) ?? true;
    return reaches && permissions.has('task_id' in data ? 'read_task' : 'read_project');
  }

  async head(userId: number): Promise<number> {
    const [head] = await this.heads([userId]);
    return head?.seq ?? 0;
  }

  heads(userIds: readonly number[]): Promise<Head[]> {
    return this.notifications.heads(userIds);
  }

  async oldest(userId: number): Promise<number> {
    return (await this.notifications.oldest(userId)) ?? (await this.head(userId)) + 1;
  }

  async after(userId: number, seq: number, limit: number): Promise<Message[]> {
    return (await this.notifications.after(userId, seq, limit)).map(toMessage);
  }
}

export function toMessage({ id, seq, type, data, createdAt }: Notification): Message {
  return { id, seq, type, data, timestamp: createdAt };
}
