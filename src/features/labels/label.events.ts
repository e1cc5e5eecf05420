import { DomainEvent } from '../../platform/events/domain-event.js';
import type { FieldChanges } from '../../platform/events/field-changes.js';
import type { Label } from './label.entity.js';

interface AboutLabel {
  labelId: number;
  projectId: number;
  name: string;
  color: string;
}

/** The label as it is now. */
export function aboutLabel({ id, projectId, name, color }: Label): AboutLabel {
  return { labelId: id, projectId, name, color };
}

abstract class LabelEvent<D extends AboutLabel = AboutLabel> extends DomainEvent<D> {
  get subject() {
    return { type: 'label', id: this.data.labelId };
  }
}

export class LabelCreated extends LabelEvent {
  static readonly type = 'label.created';
}

export class LabelUpdated extends LabelEvent<AboutLabel & { changes: FieldChanges }> {
  static readonly type = 'label.updated';
}

/** `taskIds` are the tasks that had it; events of earlier versions of the program have none. */
export class LabelDeleted extends LabelEvent<AboutLabel & { taskIds?: number[] }> {
  static readonly type = 'label.deleted';
}
