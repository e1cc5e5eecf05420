import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';
import { projectOf, type Stage } from './stage.js';

const LABELS = { beds: '#2e8b57', greenhouse: '#4682b4', neighbours: '#daa520', shed: '#8b5a2b' };
/** What is to be done, its labels, in how many days it is due, and how far it is. */
const TASKS: [string, (keyof typeof LABELS)[], number | null, 'todo' | 'in_progress' | 'done'][] = [
  ['Plan the open garden day', ['neighbours'], 21, 'todo'],
  ['Plant the potatoes', ['beds'], 9, 'todo'],
  ['Set sticks for the runner beans', ['beds'], 12, 'todo'],
  ['Net the strawberries', [], null, 'todo'],
  ['Label the herbs', ['beds', 'neighbours'], null, 'todo'],
  ['Find out what is eating the lettuce', ['beds'], -2, 'in_progress'],
  ['Prick out the leeks', ['greenhouse'], 0, 'in_progress'],
  ['Build the raised bed by the south wall', ['beds', 'shed'], 4, 'in_progress'],
  ['Draw the plan of the twelve beds', [], null, 'done'],
  ['Order seeds for the spring', ['beds'], null, 'done'],
  ['Mend the greenhouse window', ['greenhouse', 'shed'], null, 'done'],
];
const DAY_MS = 86_400_000;

/** The board of the README; with FASTTRACK_PICTURE=1 its picture is made anew. */
export async function paint(stage: Stage): Promise<void> {
  const rosa = await stage.person('Rosa Lindgren');
  const id = await projectOf(rosa, 'Station Garden', []);
  const people = [rosa, await stage.member('Theo', rosa, id), await stage.member('Mina Okafor', rosa, id)];
  const path = { id };
  const labels: Record<string, number> = {};
  for (const [name, color] of Object.entries(LABELS))
    labels[name] = (await rosa.client.post('/projects/{id}/labels', { path, body: { name, color } })).id;
  const tasks = TASKS.map(([title, names, days], index) => ({
    title,
    label_ids: names.map((name) => labels[name] ?? 0),
    due_on: days === null ? null : new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10),
    assignee_id: people[index % people.length]?.id ?? null,
    priority: index % 3 === 1 ? ('high' as const) : ('medium' as const),
  }));
  const { items } = await rosa.client.post('/projects/{id}/tasks/bulk', { path, body: { tasks } });
  for (const [index, [, , , status]] of TASKS.entries())
    for (const step of status === 'done' ? (['in_progress', 'done'] as const) : status === 'todo' ? [] : [status])
      await rosa.client.patch('/tasks/{id}', { path: { id: items[index]?.id ?? 0 }, body: { status: step } });
  const visitor = await stage.visitor({ viewport: { width: 1180, height: 640 } });
  await visitor.openBoard(rosa, id);
  await visitor.card('Mend the greenhouse window').waitFor();
  await visitor.page.mouse.move(0, 0);
  const picture = await visitor.page.screenshot();
  if (process.env.FASTTRACK_PICTURE) writeFileSync(join(packageRoot(), 'docs/board.png'), picture);
}
