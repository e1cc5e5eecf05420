import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../platform/input/list-query.js';
import type { FieldChanges } from '../../platform/events/field-changes.js';
import { recordedChanges } from '../tasks/task.events.js';
import { PersonView } from '../users/person.view.js';
import type { HistoryEvent } from './history.repository.js';

const CHANGE = { type: 'object' as const, required: ['old', 'new'], properties: { old: {}, new: {} } };

export class HistoryEventView {
  id!: number;
  /** What happened, such as `task.created` or `task.changed`. */
  type!: string;
  /** Who did it; `null` if the program itself did, or if the account was deleted. */
  actor!: PersonView | null;
  /** What was changed, by the names that the fields have in a PATCH; empty if nothing was, or if that is unknown. */
  @ApiProperty({ type: 'object', additionalProperties: CHANGE })
  changes!: FieldChanges;
  timestamp!: Date;

  static of(this: void, event: HistoryEvent): HistoryEventView {
    const { id, type, actor, createdAt } = event;
    return { id, type, actor: PersonView.of(actor), changes: recordedChanges(event), timestamp: createdAt };
  }
}

export class HistoryPage extends PageOf(HistoryEventView) {}
