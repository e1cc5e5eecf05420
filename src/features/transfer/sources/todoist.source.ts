import { createHash } from 'node:crypto';
import { errors } from '../../../platform/errors/errors.js';
import { type Found, type Read, titled, unreadable } from './source.js';
import { rowsOf, type TableRow } from './table.js';

/** Todoist's 1 is the most urgent one, and 4 is what a task has that was given none. */
const PRIORITIES: Record<string, string> = { 1: 'high', 2: 'medium', 3: 'medium', 4: 'low' };
const LEVELS = 5;

/** Where a task of the file stands: the section, and what it is part of. */
interface Place {
  section: string;
  /** The last task of each level. */
  path: { id: string; title: string }[];
  /** How often each task was there already, by its name. */
  seen: Map<string, number>;
}

/**
 * A project as Todoist exports it. Its tasks have no ids there: one is known by its section, what it is part of, and what
 * it says. A section is a label here; a note is a comment on the task before it.
 */
export async function* readTodoist(path: string): AsyncGenerator<Read> {
  const place: Place = { section: '', path: [], seen: new Map() };
  for await (const read of rowsOf(path)) {
    if ('fault' in read) yield read;
    else if ('headers' in read) requireColumns(read.headers);
    else yield* entriesOf(read, place);
  }
}

function requireColumns(headers: readonly string[]): void {
  const missing = ['TYPE', 'CONTENT'].find((name) => !headers.includes(name));
  if (missing)
    throw errors.invalidField('lines[1]', 'required', `must have the column ${missing}, as Todoist's exports`);
}

function* entriesOf(row: TableRow, place: Place): Generator<Read> {
  const cell = (name: string) => (row.cells[name] ?? '').trim();
  const type = cell('TYPE');
  if (type === 'section') {
    Object.assign(place, { section: cell('CONTENT'), path: [] });
  } else if (type === 'task') yield taskOf(row, cell, place);
  else if (type === 'note') yield noteOf(row, cell, place);
  else if (type !== '' && type !== 'meta')
    yield unreadable(`${row.place}.TYPE`, 'unknown', 'must be one of task, section, note, meta');
}

type Cell = (name: string) => string;

function taskOf(row: TableRow, cell: Cell, place: Place): Read {
  const level = Number(cell('INDENT') || 1);
  if (!Number.isInteger(level) || level < 1 || level > LEVELS)
    return unreadable(`${row.place}.INDENT`, 'format', `must be 1 to ${LEVELS}`);
  if (level > place.path.length + 1)
    return unreadable(`${row.place}.INDENT`, 'format', 'must be at most one more than that of the task before');
  place.path.length = level - 1;
  const { content, labels } = withoutLabels(cell('CONTENT'));
  const parent = place.path.at(-1)?.id ?? null;
  const id = nameOf('task', [place.section, parent, cell('CONTENT')], place.seen);
  place.path.push({ id, title: content });
  const day = /^\d{4}-\d\d-\d\d/.exec(cell('DATE'))?.[0];
  const date = cell('DATE') !== '' && !day ? `Date: ${cell('DATE')}` : '';
  const description = [row.cells['DESCRIPTION'] ?? '', date].filter((text) => text.trim() !== '').join('\n\n');
  const fields = {
    ...titled(content, description),
    priority: PRIORITIES[cell('PRIORITY')],
    assignee: personIn(cell('RESPONSIBLE')) || undefined,
    labels: [...new Set([...labels, ...(place.section === '' ? [] : [place.section.slice(0, 50)])])],
    due_on: day,
    parent_id: parent,
  };
  return { kind: 'task', place: row.place, externalId: id, fields };
}

function noteOf(row: TableRow, cell: Cell, place: Place): Read {
  const task = place.path.at(-1);
  if (!task) return unreadable(row.place, 'unknown', 'is a note without a task before it');
  const body = row.cells['CONTENT'] ?? '';
  const written = /^\d{4}-\d\d-\d\d/.exec(cell('DATE'))?.[0];
  const fields = { task_id: task.id, body, author: personIn(cell('AUTHOR')) || undefined, written_at: written };
  const found: Found = {
    kind: 'comment',
    place: row.place,
    externalId: nameOf('note', [task.id, body], place.seen),
    fields,
  };
  return found;
}

/** `Water the beds @garden` has the label. */
function withoutLabels(content: string): { content: string; labels: string[] } {
  const labels = [...content.matchAll(/(?<=^|\s)@([^\s@]{1,50})(?=\s|$)/gu)].map(([, name = '']) => name);
  const rest = content
    .replaceAll(/(?<=^|\s)@[^\s@]{1,50}(?=\s|$)/gu, '')
    .replaceAll(/\s{2,}/g, ' ')
    .trim();
  return rest === '' ? { content, labels: [] } : { content: rest, labels };
}

/** `Ann (1234567)` is Ann. */
function personIn(text: string): string {
  return text.replace(/\s*\(\d+\)$/, '').trim();
}

/** What says the same at the same place twice is counted. */
function nameOf(kind: string, parts: (string | null)[], seen: Map<string, number>): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
  const nth = (seen.get(digest) ?? 0) + 1;
  seen.set(digest, nth);
  return `todoist:${kind}/${digest}${nth > 1 ? `/${nth}` : ''}`;
}
