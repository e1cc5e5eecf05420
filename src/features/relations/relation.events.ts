import { DomainEvent } from '../../platform/events/domain-event.js';
import type { KeptType } from './relation-type.js';

/** `taskId` blocks, duplicates or relates to `relatedTaskId`. */
export interface AboutRelation {
  relationId: number;
  type: KeptType;
  taskId: number;
  projectId: number;
  relatedTaskId: number;
  relatedProjectId: number;
}

abstract class RelationEvent extends DomainEvent<AboutRelation> {
  get subject() {
    return { type: 'relation', id: this.data.relationId };
  }
}

export class RelationAdded extends RelationEvent {
  static readonly type = 'relation.added';
}

/** Not recorded for a relation that ends with one of its tasks: that is what the deletion of the task says. */
export class RelationRemoved extends RelationEvent {
  static readonly type = 'relation.removed';
}
