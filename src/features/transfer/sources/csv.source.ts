import { errors } from '../../../platform/errors/errors.js';
import { type Read, type ReadingOptions, type Found } from './source.js';
import { rowsOf, type TableRow } from './table.js';

/** The fields of a task that a column can have. */
export const MAPPED_FIELDS = [
  'id',
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
] as const;
type Mapped = (typeof MAPPED_FIELDS)[number];

const STATUSES: Record<string, string> = {
  ...{ open: 'todo', 'to do': 'todo', new: 'todo', 'not started': 'todo', backlog: 'todo' },
  ...{ 'in progress': 'in_progress', doing: 'in_progress', started: 'in_progress', active: 'in_progress' },
  ...{ completed: 'done', complete: 'done', closed: 'done', finished: 'done' },
};
const PRIORITIES: Record<string, string> = { normal: 'medium', urgent: 'high', highest: 'high', lowest: 'low' };

/** A table of tasks: the columns are named as the fields, or as the mapping says. */
export async function* readCsv(path: string, { mapping }: ReadingOptions): AsyncGenerator<Read> {
  let columns: Partial<Record<Mapped, string>> = {};
  for await (const read of rowsOf(path)) {
    if ('fault' in read) yield read;
    else if ('cells' in read) yield taskOf(read, columns);
    else {
      columns = columnsOf(read.headers, mapping);
      const used = Object.values(columns);
      const unused = read.headers.filter((header) => header !== '' && !used.includes(header));
      if (unused.length > 0) yield { remark: `Left out: the columns ${unused.slice(0, 20).join(', ')}.` };
    }
  }
}

/** @throws AppError `validation_failed` for a mapping of a column that isn't there, and where no column has the titles */
function columnsOf(headers: readonly string[], mapping?: Record<string, string>): Partial<Record<Mapped, string>> {
  const columns: Partial<Record<Mapped, string>> = {};
  for (const field of MAPPED_FIELDS) {
    const wanted = mapping ? mapping[field] : field;
    if (wanted === undefined) continue;
    const header = headers.find((one) => one === wanted) ?? headers.find((one) => alike(one, wanted));
    if (header !== undefined) columns[field] = header;
    else if (mapping) throw errors.invalidField(`mapping.${field}`, 'unknown', 'is the name of no column');
  }
  if (columns.title === undefined)
    throw errors.invalidField('mapping.title', 'required', 'must say which column has the titles');
  return columns;
}

function alike(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function taskOf({ place, cells }: TableRow, columns: Partial<Record<Mapped, string>>): Found {
  const cell = (field: Mapped) => {
    const text = (columns[field] === undefined ? '' : (cells[columns[field]] ?? '')).trim();
    return text === '' ? undefined : text;
  };
  const [id, parent] = [cell('id'), cell('parent_id')];
  const [status, priority, rule] = [cell('status'), cell('priority'), cell('recurrence')];
  const fields = {
    title: cell('title') ?? '',
    description: columns.description === undefined ? undefined : cells[columns.description] || undefined,
    status: status && wordOf(status, STATUSES),
    priority: priority && wordOf(priority, PRIORITIES),
    assignee: cell('assignee'),
    labels: listOf(cell('labels')),
    start_on: dayOf(cell('start_on')),
    due_on: dayOf(cell('due_on')),
    recurrence: rule && { rule, from: 'due_on' },
    parent_id: parent && `csv:${parent}`,
  };
  return { kind: 'task', place, externalId: id === undefined ? null : `csv:${id}`, fields };
}

function wordOf(text: string, words: Record<string, string>): string {
  const word = text.toLowerCase();
  return Object.hasOwn(words, word) ? (words[word] ?? word) : word.replaceAll(/[ -]/g, '_');
}

/** With commas between; the same one twice is one. */
export function listOf(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  return [...new Set(text.split(',').map((one) => one.trim()))].filter((one) => one !== '');
}

/** A time is cut to its day. */
function dayOf(text: string | undefined): string | undefined {
  return text?.replace(/^(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*$/, '$1');
}
