import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import type { Task } from '../tasks/task.entity.js';
import { TaskService } from '../tasks/task.service.js';
import type { AddRelation } from './relation.dto.js';
import { relationErrors } from './relation.errors.js';
import { type AboutRelation, RelationAdded, RelationRemoved } from './relation.events.js';
import { RelationRepository } from './relation.repository.js';
import { type Link, linkOf, type SeenRelation } from './relation-type.js';

/** How many relations a task has at most, counted from both ends. */
const MAX_RELATIONS = 100;
/** How many tasks are looked at for a circle. */
const MAX_BLOCKED = 10_000;

/** @spec SPEC-030 */
@Injectable()
export class RelationService {
  constructor(
    private readonly db: Database,
    private readonly relations: RelationRepository,
    private readonly tasks: TaskService,
    private readonly events: Events,
  ) {}

  listOf(actor: Actor, task: Task, page: { after: number | null; limit: number }): Promise<SeenRelation[]> {
    return this.relations.listOf(task, actor, page);
  }

  /**
   * The same relation again is the one that there is.
   *
   * @throws AppError `project_archived`, `relation_circle`, `limit_reached`, `validation_failed` for the task itself and
   *   for one that the actor may not read
   */
  add(actor: Actor, task: Task, { type, task_id: otherId }: AddRelation): Promise<SeenRelation> {
    task.project.requireActive();
    if (otherId === task.id) throw relationErrors.itself();
    return this.db.transaction(async () => {
      const other = await this.tasks.findReadable(actor, otherId);
      if (!other) throw relationErrors.unknownTask();
      await this.relations.lockEnds(actor, task, otherId);
      const link = linkOf(task.id, type, otherId);
      const { id: existing, most } = await this.relations.findLink(link);
      if (existing !== null) return { id: existing, type, taskId: task.id, task: other };
      if (most >= MAX_RELATIONS) throw relationErrors.tooMany(MAX_RELATIONS);
      if (link.type === 'blocks') await this.requireNoCircle(link);
      const { id } = await this.relations.addLink(link);
      const seen = { id, type, taskId: task.id, task: other };
      await this.events.record(actor, new RelationAdded(aboutRelation(task, seen)));
      return seen;
    });
  }

  /** @throws AppError `not_found` for one that is not the task's or that the actor may not see, `project_archived` */
  async remove(actor: Actor, task: Task, id: number): Promise<void> {
    task.project.requireActive();
    await this.db.transaction(async () => {
      const seen = await this.relations.findOf(task, actor, id);
      if (!seen) throw errors.notFound('relation');
      await this.relations.removeAs(actor, task, id);
      await this.events.record(actor, new RelationRemoved(aboutRelation(task, seen)));
    });
  }

  /** The one that would block must not wait for the other one already. */
  private async requireNoCircle({ fromTaskId, toTaskId }: Link): Promise<void> {
    const { isThere, length } = await this.relations.isBlockedBy(fromTaskId, toTaskId, MAX_BLOCKED);
    if (isThere) throw relationErrors.circle();
    if (length >= MAX_BLOCKED) throw relationErrors.tooFar(MAX_BLOCKED);
  }
}

function aboutRelation(task: Task, { id: relationId, type, task: other }: SeenRelation): AboutRelation {
  const link = linkOf(task.id, type, other.id);
  const [from, to] = link.fromTaskId === task.id ? [task, other] : [other, task];
  return {
    relationId,
    type: link.type,
    taskId: from.id,
    projectId: from.projectId,
    relatedTaskId: to.id,
    relatedProjectId: to.projectId,
  };
}
