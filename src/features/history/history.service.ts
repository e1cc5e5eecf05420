import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { errors } from '../../platform/errors/errors.js';
import type { FieldChange } from '../../platform/events/field-changes.js';
import type { Task } from '../tasks/task.entity.js';
import { recordedChanges } from '../tasks/task.events.js';
import { TaskService } from '../tasks/task.service.js';
import { MoveService } from '../moves/move.service.js';
import { historyErrors } from './history.errors.js';
import { type HistoryEvent, HistoryRepository } from './history.repository.js';

/**
 * The history of a task is what the event log tells of it, as long as events are kept.
 *
 * @spec SPEC-024
 */
@Injectable()
export class HistoryService {
  constructor(
    private readonly events: HistoryRepository,
    private readonly tasks: TaskService,
    private readonly moves: MoveService,
  ) {}

  listOf(task: Task, page: { after: number | null; limit: number }): Promise<HistoryEvent[]> {
    return this.events.listOf(task.id, page);
  }

  /**
   * Puts the fields back that an event has changed. It is a change like any other: every rule holds, and it is recorded.
   *
   * @throws AppError `not_found` for an event of another task, `changed_since`, `validation_failed` where there is nothing
   *   to put back, and whatever `TaskService.update` throws
   */
  async revert(actor: Actor, task: Task, eventId: number): Promise<Task> {
    const event = await this.events.findOf(task.id, eventId);
    if (!event) throw errors.notFound('event');
    const values: Record<string, unknown> = { ...task.values, position: task.position };
    const recorded = recordedChanges(event);
    if ('project_id' in recorded) throw historyErrors.nothingToPutBack();
    const changes = Object.entries(recorded).filter(([field]) => field in values);
    if (changes.length === 0) throw historyErrors.nothingToPutBack();
    const changed = changes.filter(([field, change]) => !isStill(change, values[field])).map(([field]) => field);
    if (changed.length > 0) throw historyErrors.changedSince(changed);
    const { position, ...fields } = Object.fromEntries(changes.map(([field, { old }]) => [field, old]));
    return typeof position === 'string'
      ? this.moves.putBack(actor, task, position)
      : this.tasks.update(actor, task, fields);
  }
}

/** Lists of ids are equal by what is in them. */
function isStill(change: FieldChange, value: unknown): boolean {
  return JSON.stringify(change.new) === JSON.stringify(value);
}
