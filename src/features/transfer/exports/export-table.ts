import { stringify } from 'csv-stringify/sync';
import { withoutFormula } from '../formulas.js';
import type { ExportedTask } from './export.repository.js';

const COLUMNS = [
  'id',
  'ref',
  'parent_id',
  'title',
  'description',
  'status',
  'priority',
  'assignee',
  'labels',
  'start_on',
  'due_on',
  'recurrence',
  'created_at',
  'updated_at',
] as const;

/** Without it, Excel takes the file for one in its own encoding. */
const BOM = '\uFEFF';

export function headOfTable(): string {
  return BOM + written([[...COLUMNS]]);
}

export function rowsOfTable(tasks: readonly ExportedTask[], key: string): string {
  return written(tasks.map((task) => cellsOf(task, key).map(withoutFormula)));
}

function cellsOf(task: ExportedTask, key: string): string[] {
  const cells: Record<(typeof COLUMNS)[number], string> = {
    id: String(task.id),
    ref: `${key}-${task.number}`,
    parent_id: String(task.parent_id ?? ''),
    title: task.title,
    description: task.description ?? '',
    status: task.status,
    priority: task.priority,
    assignee: task.assignee ?? '',
    labels: task.labels.join(', '),
    start_on: task.start_on ?? '',
    due_on: task.due_on ?? '',
    recurrence: task.recurrence?.rule ?? '',
    created_at: task.created_at.toISOString(),
    updated_at: task.updated_at.toISOString(),
  };
  return COLUMNS.map((column) => cells[column]);
}

/** RFC 4180. */
function written(rows: string[][]): string {
  return stringify(rows, { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
}
