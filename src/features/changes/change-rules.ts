import type { DomainEvent, DomainEventClass, RecordedEvent } from '../../platform/events/domain-event.js';
import { CommentAdded, CommentDeleted, CommentEdited, CommentsImported } from '../comments/comment.events.js';
import { FileAdded, FileRemoved } from '../files/file.events.js';
import { LabelCreated, LabelDeleted, LabelUpdated } from '../labels/label.events.js';
import { MemberJoined, MemberLeft, MemberRemoved, MemberRoleChanged } from '../members/member.events.js';
import { TasksRespaced } from '../moves/move.events.js';
import type { FeedKindName } from '../projects/feed-kinds/feed-kind.entity.js';
import {
  ProjectArchived,
  ProjectChanged,
  ProjectCreated,
  ProjectHandedOver,
  ProjectReopened,
  ProjectRestored,
} from '../projects/project.events.js';
import { RelationAdded, RelationRemoved } from '../relations/relation.events.js';
import {
  TaskAssigned,
  TaskChanged,
  TaskCreated,
  TaskDeleted,
  TaskMoved,
  TaskPurged,
  TaskRestored,
  TaskStatusChanged,
  TaskUnassigned,
} from '../tasks/task.events.js';
import { UserDeleted, UserRenamed } from '../users/user.events.js';
import type { FeedItem } from './project-change.entity.js';
import type { Reach } from './feed-item.repository.js';

/** A thing that an event has changed, or one from which its change reaches others. */
export type Touch = FeedItem | { reach: Reach; id: number };

type Rule = [fact: DomainEventClass, touches: (data: never) => Touch[]];

const rule = <F extends DomainEvent>(fact: DomainEventClass<F>, touches: (data: F['data']) => Touch[]): Rule => [
  fact,
  touches,
];

const rules = <D extends object>(
  facts: readonly DomainEventClass<DomainEvent<D>>[],
  touches: (data: D) => Touch[],
): Rule[] => facts.map((fact) => rule(fact, touches));

const thing = (projectId: number, kind: FeedKindName, id: number): FeedItem => ({ projectId, kind, id });
const project = ({ projectId }: { projectId: number }) => thing(projectId, 'project', projectId);
const member = ({ projectId }: { projectId: number }, id: number) => thing(projectId, 'member', id);
const task = ({ projectId, taskId }: { projectId: number; taskId: number }) => thing(projectId, 'task', taskId);
const comment = ({ projectId, commentId }: { projectId?: number; commentId: number }) =>
  projectId === undefined ? [] : [thing(projectId, 'comment', commentId)];
const label = ({ projectId, labelId }: { projectId: number; labelId: number }) => thing(projectId, 'label', labelId);
const reach = (name: Reach, id: number): Touch => ({ reach: name, id });

/** What each event has changed. A feature with things of its own in the feed adds its events here. */
const RULES: readonly Rule[] = [
  rule(ProjectCreated, (data) => [project(data), member(data, data.ownerId)]),
  rule(ProjectChanged, (data) => [
    project(data),
    ...(data.fields.includes('key') ? [reach('key', data.projectId)] : []),
  ]),
  rule(ProjectHandedOver, (data) => [project(data), member(data, data.ownerId), member(data, data.formerOwnerId)]),
  rule(ProjectArchived, (data) => [project(data)]),
  rule(ProjectReopened, (data) => [project(data)]),
  rule(ProjectRestored, (data) => [project(data), reach('restored project', data.projectId)]),
  ...rules(
    [MemberJoined, MemberRoleChanged, MemberLeft, MemberRemoved],
    (data: { projectId: number; userId: number }) => [member(data, data.userId)],
  ),
  rule(LabelCreated, (data) => [label(data)]),
  rule(LabelUpdated, (data) => [label(data), reach('label', data.labelId)]),
  rule(LabelDeleted, (data) => [label(data), ...(data.taskIds ?? []).map((taskId) => task({ ...data, taskId }))]),
  ...rules([TaskCreated, TaskAssigned, TaskUnassigned], (data: { projectId: number; taskId: number }) => [task(data)]),
  rule(TaskChanged, (data) => [task(data), reach('shown task', data.taskId)]),
  rule(TaskStatusChanged, (data) => [task(data), reach('shown task', data.taskId)]),
  rule(TaskMoved, (data) => [
    task(data),
    ...(data.formerProjectId === data.projectId
      ? []
      : [task({ ...data, projectId: data.formerProjectId }), reach('task', data.taskId)]),
  ]),
  ...rules([TaskDeleted, TaskRestored, TaskPurged], (data: { projectId: number; taskId: number }) => [
    task(data),
    reach('task', data.taskId),
  ]),
  rule(TasksRespaced, (data) => data.taskIds.map((taskId) => task({ ...data, taskId }))),
  rule(CommentAdded, comment),
  rule(CommentEdited, comment),
  rule(CommentDeleted, comment),
  rule(CommentsImported, ({ projectId, commentIds }) => commentIds.map((id) => thing(projectId, 'comment', id))),
  ...rules([FileAdded, FileRemoved], (data: FileAdded['data']) => [thing(data.projectId, 'file', data.fileId)]),
  ...rules([RelationAdded, RelationRemoved], (data: RelationAdded['data']) => [
    thing(data.projectId, 'relation', data.relationId),
    thing(data.relatedProjectId, 'relation', data.relationId),
  ]),
  rule(UserRenamed, (data) => [reach('renamed person', data.userId)]),
  rule(UserDeleted, (data) => [reach('gone person', data.userId)]),
];

const byType = new Map(RULES.map(([fact, touches]) => [fact.type, touches as (data: object) => Touch[]]));

export const NUMBERED_FACTS = RULES.map(([fact]) => fact);

export function touchesOf({ type, data }: RecordedEvent): Touch[] {
  return byType.get(type)?.(data) ?? [];
}
