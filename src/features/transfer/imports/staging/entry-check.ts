import { createHash } from 'node:crypto';
import type { FieldError } from '../../../../platform/errors/app-error.js';
import { readInput } from '../../../../platform/input/read-input.js';
import { labelKey } from '../../../labels/label.entity.js';
import type { Found } from '../../sources/source.js';
import { ENTRIES, type ImportedComment, type ImportedRelation, type ImportedTask } from './entry.dto.js';
import type { Staged } from './stage.repository.js';

/** What was found as it is staged, or what is wrong with it. */
export function check(found: Found): { entry: Staged } | { faults: FieldError[] } {
  const { input, problems } = readInput(found.fields, ENTRIES[found.kind]);
  const faults = [
    ...problems,
    ...(problems.length === 0 && found.kind === 'task' ? faultsOf(input as ImportedTask) : []),
  ];
  if (faults.length > 0) return { faults: faults.map((one) => ({ ...one, field: `${found.place}.${one.field}` })) };
  return { entry: { ...found, ...stagedAs(found, input) } };
}

function faultsOf({ start_on, due_on, recurrence }: ImportedTask): FieldError[] {
  if (start_on && due_on && due_on < start_on)
    return [{ field: 'due_on', code: 'too_small', message: 'must not be before start_on' }];
  if (recurrence && !due_on) return [{ field: 'due_on', code: 'required', message: 'is required, because it recurs' }];
  return [];
}

type Parts = Pick<Staged, 'externalId' | 'task' | 'other' | 'fields'>;

function stagedAs({ kind, externalId, fields }: Found, input: object): Parts {
  const byContent = externalId === null;
  const name = externalId ?? `content:${digestOf(fields)}`;
  if (kind === 'task') {
    const { parent_id = null, labels, ...task } = input as ImportedTask;
    const keys = (labels ?? []).map(labelKey);
    return { externalId: name, task: parent_id, other: null, fields: { ...task, labels: keys, byContent } };
  }
  if (kind === 'comment') {
    const { task_id, ...comment } = input as ImportedComment;
    return { externalId: name, task: task_id, other: null, fields: { body: withAuthor(comment), byContent } };
  }
  if (kind === 'relation') {
    const { type, task_id, other_task_id } = input as ImportedRelation;
    return { externalId: null, task: task_id, other: other_task_id, fields: { type } };
  }
  return { externalId, task: null, other: null, fields: { ...input } };
}

/** Whoever imports it is its author here, so it says who has written it. */
function withAuthor({ author, written_at, body }: Omit<ImportedComment, 'task_id'>): string {
  const written = [author, written_at?.slice(0, 10)].filter(Boolean).join(', ');
  return written === '' ? body : `${written}:\n\n${body}`;
}

function digestOf(fields: object): string {
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url').slice(0, 22);
}
