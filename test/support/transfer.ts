import type { Answer } from './client.js';
import type { Person } from './people.js';
import { multipart, MULTIPART } from './files.js';

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
  if (status !== 201) throw new Error(`The import answered ${status} ${JSON.stringify(body)}`);
  return body.data;
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
