import type { TestApp } from './app.js';
import type { Answer } from './client.js';
import type { Person } from './people.js';
import { multipart, MULTIPART, uploaded } from './files.js';
import { make } from './make.js';
import { join } from './members.js';

interface Counts {
  labels: number;
  tasks: number;
  comments: number;
  relations: number;
}

export interface Imported {
  dry_run: boolean;
  project: { id: number; key: string; name: string } | null;
  project_created: boolean;
  created: Counts;
  unchanged: Counts;
  skipped_count: number;
  skipped: { field: string; code: string; message: string }[];
  notes: string[];
}

const TYPES = { fasttrack: 'application/x-ndjson', csv: 'text/csv', todoist: 'text/csv', trello: 'application/json' };
type Format = keyof typeof TYPES;

/** Sends a file as the body. */
export function importing(
  person: Pick<Person, 'send'>,
  format: Format,
  file: string | Buffer,
  query: Record<string, string | number | boolean> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const asked = new URLSearchParams({ format, ...(query as Record<string, string>) });
  const type = { 'Content-Type': TYPES[format], ...headers };
  return person.send('POST', `/projects/import?${asked.toString()}`, file, type);
}

export async function imported(...sent: Parameters<typeof importing>): Promise<Imported> {
  const { status, body } = await importing(...sent);
  const done = body.data as Imported | null;
  if (!done || status !== (addsRows(done) ? 201 : 200))
    throw new Error(`The import answered ${status} ${JSON.stringify(body)}`);
  return done;
}

function addsRows({ dry_run: isDry, project_created: isNew, created }: Imported): boolean {
  return !isDry && (isNew || Object.values(created).some((count: number) => count > 0));
}

/** Sends it as browsers do. */
export function importingPart(person: Pick<Person, 'send'>, filename: string, content: string): Promise<Answer> {
  return person.send('POST', '/projects/import', multipart({ name: 'file', filename, content }), MULTIPART);
}

/** The text of an export. */
export async function exported(person: Person, project: { id: number }, format = 'jsonl'): Promise<string> {
  const headers = { authorization: `Bearer ${person.token}` };
  const answer = await fetch(`${person.url}/projects/${project.id}/export?format=${format}`, { headers });
  if (answer.status !== 200) throw new Error(`The export answered ${answer.status} ${await answer.text()}`);
  // Not `text()`, which takes the byte order mark away.
  return Buffer.from(await answer.arrayBuffer()).toString('utf8');
}

export type Line = Record<string, unknown> & { kind: string };

export function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

/** The tasks of a project by their titles. */
export async function tasksIn(
  person: Pick<Person, 'get'>,
  project: { id: number },
): Promise<Map<string, Record<string, unknown> & { id: number }>> {
  const { body } = await person.get(`/projects/${project.id}/tasks?sort=position&limit=100`);
  const { items } = body.data as { items: (Record<string, unknown> & { id: number; title: string })[] };
  return new Map(items.map((task) => [task.title, task]));
}

/** A project of Ann with one of everything. */
export async function garden(app: TestApp, ann: Person, ben: Person) {
  const project = await make.project(ann, { description: 'Beds' });
  await join(app, project, ben, 'editor');
  const label = await make.label(ann, project);
  const first = await make.task(ann, project, {
    title: '=1+1',
    description: 'a\nb',
    label_ids: [label.id],
    assignee_id: ben.id,
  });
  const rule = { rule: 'FREQ=WEEKLY', from: 'due_on' };
  const second = await make.task(ann, project, {
    title: 'Ümlaut 😀',
    start_on: '2030-01-01',
    due_on: '2030-01-02',
    recurrence: rule,
  });
  const third = await make.task(ann, project, { title: 'Third', parent_id: first.id });
  await ann.patch(`/tasks/${first.id}`, { parent_id: second.id });
  await make.comment(ben, first, 'Well said');
  await make.relation(ann, second, third, 'blocked_by');
  const other = await make.task(ann, await make.project(ann), { title: 'Elsewhere' });
  await make.relation(ann, second, other, 'relates_to');
  const gone = await make.task(ann, project, { title: 'Gone' });
  await ann.delete(`/tasks/${gone.id}`);
  await uploaded(ann, first);
  return { project, label, first, second, third };
}

/** What of the fields was wrong. */
export const refusal = ({ body }: { body: { error: { details: { field: string; code: string }[] } | null } }) =>
  (body.error?.details ?? []).map(({ field, code }) => [field, code]);
