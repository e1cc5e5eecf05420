import type { DomainEvent, DomainEventClass, RecordedEvent } from '../../platform/events/domain-event.js';
import { CommentAdded, CommentDeleted, CommentEdited } from '../comments/comment.events.js';
import { type AboutFile, FileAdded, FileRemoved } from '../files/file.events.js';
import { LabelCreated, LabelDeleted, LabelUpdated } from '../labels/label.events.js';
import {
  type AboutMember,
  MemberJoined,
  MemberLeft,
  MemberRemoved,
  MemberRoleChanged,
} from '../members/member.events.js';
import type { FeedKindName } from '../projects/feed-kinds/feed-kind.entity.js';
import { ProjectArchived, ProjectChanged, ProjectHandedOver, ProjectReopened } from '../projects/project.events.js';
import {
  type AboutTask,
  TaskAssigned,
  TaskChanged,
  TaskCreated,
  TaskDeleted,
  TaskMoved,
  TaskRestored,
  TaskStatusChanged,
  TaskUnassigned,
} from '../tasks/task.events.js';
import type { WebhookType } from '../webhooks/webhook.entity.js';

/** What a project's webhooks hear of an event. */
export interface WebhookMessage {
  projectId: number;
  type: WebhookType;
  kind: FeedKindName;
  /** Of the thing; a member's is the person's. */
  thingId: number;
  /** What is told of the thing where it is gone by the time of the delivery. */
  known: object;
}

export type EventMessage = WebhookMessage & { event: RecordedEvent };

type Rule = [fact: DomainEventClass, tell: (data: never) => WebhookMessage[]];

const rules = <D extends object>(
  facts: readonly DomainEventClass<DomainEvent<D>>[],
  tell: (data: D) => WebhookMessage[],
): Rule[] => facts.map((fact) => [fact, tell]);

const task =
  (type: WebhookType) =>
  ({ projectId, taskId, title }: AboutTask): WebhookMessage[] => [
    { projectId, type, kind: 'task', thingId: taskId, known: { id: taskId, project_id: projectId, title } },
  ];

/** The project that a task has left hears of it, too. */
const move = (data: AboutTask & { formerProjectId: number }) =>
  [...new Set([data.projectId, data.formerProjectId])].flatMap((projectId) =>
    task('task.moved')(data).map((told) => ({ ...told, projectId })),
  );

/** Events of earlier versions of the program don't all say the project. */
const comment =
  (type: WebhookType) =>
  ({ projectId, commentId, taskId }: { projectId?: number; commentId: number; taskId: number }): WebhookMessage[] =>
    projectId === undefined
      ? []
      : [{ projectId, type, kind: 'comment', thingId: commentId, known: { id: commentId, task_id: taskId } }];

const label =
  (type: WebhookType) =>
  ({ projectId, labelId, name, color }: { projectId: number; labelId: number; name: string; color: string }) =>
    [
      { projectId, type, kind: 'label', thingId: labelId, known: { id: labelId, project_id: projectId, name, color } },
    ] satisfies WebhookMessage[];

const file =
  (type: WebhookType) =>
  ({ projectId, fileId, taskId, name, size, contentType }: AboutFile): WebhookMessage[] => {
    const known = { id: fileId, task_id: taskId, name, size, content_type: contentType };
    return [{ projectId, type, kind: 'file', thingId: fileId, known }];
  };

const member =
  (type: WebhookType) =>
  ({ projectId, userId, role }: AboutMember): WebhookMessage[] => [
    { projectId, type, kind: 'member', thingId: userId, known: { user: { id: userId }, role, joined_at: null } },
  ];

const project = ({ projectId, project: name }: { projectId: number; project: string }): WebhookMessage[] => [
  { projectId, type: 'project.updated', kind: 'project', thingId: projectId, known: { id: projectId, name } },
];

/** What is told of each event. A feature whose things webhooks hear of adds its events here. */
const RULES: readonly Rule[] = [
  ...rules([TaskCreated], task('task.created')),
  ...rules([TaskChanged, TaskStatusChanged, TaskAssigned, TaskUnassigned], task('task.updated')),
  ...rules([TaskMoved], move),
  ...rules([TaskDeleted], task('task.deleted')),
  ...rules([TaskRestored], task('task.restored')),
  ...rules([CommentAdded], comment('comment.added')),
  ...rules([CommentEdited], comment('comment.edited')),
  ...rules([CommentDeleted], comment('comment.deleted')),
  ...rules([MemberJoined], member('member.joined')),
  ...rules([MemberRoleChanged], member('member.role_changed')),
  ...rules([MemberLeft], member('member.left')),
  ...rules([MemberRemoved], member('member.removed')),
  ...rules([LabelCreated], label('label.created')),
  ...rules([LabelUpdated], label('label.updated')),
  ...rules([LabelDeleted], label('label.deleted')),
  ...rules([FileAdded], file('file.added')),
  ...rules([FileRemoved], file('file.deleted')),
  ...rules([ProjectChanged, ProjectHandedOver, ProjectArchived, ProjectReopened], project),
];

const byType = new Map(RULES.map(([fact, tell]) => [fact.type, tell as (data: object) => WebhookMessage[]]));

export const TOLD_FACTS = RULES.map(([fact]) => fact);
export const TOLD_TYPES = TOLD_FACTS.map(({ type }) => type);

/**
 * What is told of these events, which are in their order. One request may record several events of one thing, such as
 * its title and its assignee: since a delivery shows the thing as it is, the first of them says it all.
 *
 * @spec SPEC-037.9
 */
export function messagesOf(events: readonly RecordedEvent[]): EventMessage[] {
  const told = new Set<string>();
  const all = events.flatMap((event) =>
    (byType.get(event.type)?.(event.data) ?? []).map((message) => ({ ...message, event })),
  );
  return all.filter((message) => {
    const [own, asCreated] = [message.type, 'task.created'].map((type) => keyOf(message, type));
    const isTold = told.has(own!) || (message.type === 'task.updated' && told.has(asCreated!));
    told.add(own!);
    return !isTold;
  });
}

/** The events of one transaction have one time. */
function keyOf({ event: { at, actorId, requestId }, projectId, kind, thingId }: EventMessage, type: string): string {
  return [at.getTime(), actorId, requestId, projectId, kind, thingId, type].join(' ');
}
