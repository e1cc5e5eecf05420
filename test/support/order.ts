import { make, type MadeTask } from './make.js';
import type { Person } from './people.js';

export interface Ordered extends MadeTask {
  title: string;
  position: string;
  status: string;
}

/** A project with a task for each of the letters. */
export async function row(ann: Person, letters: string): Promise<{ id: number; tasks: Record<string, number> }> {
  const project = await make.project(ann);
  const tasks: [string, number][] = [];
  for (const title of letters) tasks.push([title, (await make.task(ann, project, { title })).id]);
  return { id: project.id, tasks: Object.fromEntries(tasks) };
}

/** As anybody sees it who sorts by position, bytewise. */
export async function tasksOf(ann: Person, { id }: { id: number }): Promise<Ordered[]> {
  const { items } = (await ann.get(`/projects/${id}/tasks?limit=100`)).body.data as { items: Ordered[] };
  return items.sort((a, b) => Buffer.compare(Buffer.from(a.position), Buffer.from(b.position)));
}

export const orderOf = async (ann: Person, project: { id: number }) =>
  (await tasksOf(ann, project)).map(({ title }) => title).join('');
