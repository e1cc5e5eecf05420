import { Example } from '../../platform/input/example.js';
import { Id, OneOf } from '../../platform/input/fields.js';
import { RELATION_TYPES, type RelationType } from './relation-type.js';

@Example({ type: 'relates_to', task_id: Number.MAX_SAFE_INTEGER })
export class AddRelation {
  /** What the task in the path is to the other one. */
  @OneOf(RELATION_TYPES)
  type!: RelationType;

  /** Another task, which can be in another project that you read. */
  @Id()
  task_id!: number;
}
