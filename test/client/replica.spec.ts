import type { Client, Task } from '@fasttrack/client';
import { startApp, type TestApp } from '../support/app.js';
import { clientOf } from '../support/api-client.js';
import { make, type MadeTask } from '../support/make.js';
import type { Person } from '../support/people.js';
import { until } from '../support/until.js';

let app: TestApp;
let ann: Person;
let ben: Person;
let clients: Client[] = [];

beforeAll(async () => {
  app = await startApp();
  [ann, ben] = [await app.person('Ann'), await app.person('Ben', ['user', 'admin'])];
});
afterEach(() => {
  for (const client of clients) client.live().close();
  clients = [];
});
afterAll(() => app?.stop());

async function open(person: Person, url?: string): Promise<Client> {
  const client = await clientOf(app, person, url === undefined ? {} : { url });
  clients.push(client);
  return client;
}

async function tasksByRest(client: Client, id: number): Promise<Task[]> {
  const tasks: Task[] = [];
  for await (const task of client.list('/projects/{id}/tasks', { path: { id } })) tasks.push(task);
  return tasks;
}

test('SPEC-045.20: two people who write at once end with the same project', async () => {
  const project = await make.project(ann);
  const seed = await Promise.all([1, 2, 3, 4].map(() => make.task(ann, project)));
  const [one, two] = [(await open(ann)).replica(project.id), (await open(ben)).replica(project.id)];
  await Promise.all([one.loaded(), two.loaded()]);
  const [first, second] = seed as [MadeTask, MadeTask, ...MadeTask[]];
  const made = [
    one.change(first.id, { title: 'Of Ann' }),
    two.change(first.id, { title: 'Of Ben', priority: 'high' }),
    one.create({ title: 'New of Ann' }),
    two.create({ title: 'New of Ben' }),
    one.move(second.id, { to: 'first', status: 'in_progress' }),
    two.move(second.id, { to: 'last' }),
    two.delete(seed[2]!.id),
  ];
  await Promise.all(made.map(({ done }) => done));
  await app.idle();
  const [client] = clients as [Client];
  const truth = () => tasksByRest(client, project.id);
  await until(async () => {
    const rest = JSON.stringify(await truth());
    const sorted = (replica: typeof one) =>
      JSON.stringify([...replica.all('task').values()].sort((a, b) => a.id - b.id));
    return sorted(one) === rest && sorted(two) === rest;
  }, 15000);
  expect(one.state).toBe('live');
  expect(one.all('task').size).toBe(5);
  one.close();
  two.close();
});
