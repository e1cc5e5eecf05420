import { make, type MadeTask } from './make.js';
import type { Person } from './people.js';

export interface Seen {
  id: number;
  type: string;
  task: { id: number; ref: string; title: string; status: string };
}

export async function tasksOf(person: Person, count: number): Promise<[{ id: number }, ...MadeTask[]]> {
  const project = await make.project(person);
  const made = Array.from({ length: count }, (_, nth) => make.task(person, project, { title: `Task ${nth}` }));
  return [project, ...(await Promise.all(made))];
}

export const relate = (
  person: Person,
  task: { id: number } | undefined,
  type: string,
  other: { id: number } | undefined,
) => person.post(`/tasks/${task?.id}/relations`, { type, task_id: other?.id });

export async function relationsOf(person: Person, task: { id: number } | undefined): Promise<Seen[]> {
  return ((await person.get(`/tasks/${task?.id}/relations?limit=100`)).body.data as { items: Seen[] }).items;
}
