import type { Task } from '../tasks/task.entity.js';

/** As seen from the task in the path. */
export const RELATION_TYPES = ['blocks', 'blocked_by', 'relates_to', 'duplicates', 'duplicated_by'] as const;
export type RelationType = (typeof RELATION_TYPES)[number];

/** As it is kept. The others are these, seen from the other end. */
export const KEPT_TYPES = ['blocks', 'duplicates', 'relates_to'] as const satisfies RelationType[];
export type KeptType = (typeof KEPT_TYPES)[number];

const SEEN_FROM_OTHER_END: Record<KeptType, RelationType> = {
  blocks: 'blocked_by',
  duplicates: 'duplicated_by',
  relates_to: 'relates_to',
};

export function inverseOf(type: KeptType): RelationType {
  return SEEN_FROM_OTHER_END[type];
}

/** A relation as it is kept: the one task blocks, duplicates or relates to the other. */
export interface Link {
  fromTaskId: number;
  type: KeptType;
  toTaskId: number;
}

/** What is said of a task and another one, as it is kept. */
export function linkOf(taskId: number, type: RelationType, otherId: number): Link {
  const kept = KEPT_TYPES.find((one) => one === type) ?? KEPT_TYPES.find((one) => inverseOf(one) === type) ?? 'blocks';
  const isTurned = kept === 'relates_to' ? otherId < taskId : kept !== type;
  const [fromTaskId, toTaskId] = isTurned ? [otherId, taskId] : [taskId, otherId];
  return { fromTaskId, type: kept, toTaskId };
}

/** The task at the other end of a relation. */
export type RelatedTask = Pick<Task, 'id' | 'projectId' | 'ref' | 'title' | 'status'>;

/** A relation as one of its tasks has it. */
export interface SeenRelation {
  id: number;
  type: RelationType;
  /** The one that has it. */
  taskId: number;
  /** The other one. */
  task: RelatedTask;
}
