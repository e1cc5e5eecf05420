import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ApiError, type Client, createClient, isRefusal, memoryStorage } from '@fasttrack/client';
import { startApp, type TestApp } from '../support/app.js';
import { PASSWORD, type Person } from '../support/people.js';

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
});
afterAll(() => app?.stop());

async function clientOf(person: Person, options: Partial<Parameters<typeof createClient>[0]> = {}): Promise<Client> {
  const client = createClient({ url: app.url, refreshIn: 'body', ...options });
  await client.signIn({ email: person.email, password: PASSWORD });
  return client;
}

test('SPEC-045.1: Ann signs in and works', async () => {
  const client = await clientOf(ann);
  const project = await client.post('/projects', { body: { name: 'Garden' } });
  const task = await client.post('/projects/{id}/tasks', { path: { id: project.id }, body: { title: 'Weed' } });
  expect(task).toMatchObject({ title: 'Weed', status: 'todo' });
  expect(await client.get('/tasks/{id}', { path: { id: task.id } })).toEqual(task);
  await client.signOut();
  await expect(client.get('/users/me')).rejects.toMatchObject({ status: 401, code: 'missing_token' });
});
