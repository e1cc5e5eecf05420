import { once } from 'node:events';
import { connect, type Server, type Socket } from 'node:net';
import { HttpAdapterHost } from '@nestjs/core';
import { Client } from 'pg';
import { Lifecycle } from '../../src/platform/lifecycle/lifecycle.js';
import { type TestApp, startApp } from '../support/app.js';
import { uploaded } from '../support/files.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';
import { until } from '../support/until.js';

/** What one person may have under way at once. Of so many large pages, the operating system takes a few. */
const PERSONS = 100;
const LIMIT_MS = 30_000;
/** More than the operating system keeps for a connection. */
const LARGE = 16 * 1024 * 1024;

let app: TestApp;
let ann: Person;
let watches: (() => void)[];
let client: Socket;
/** The server's end of the newest connection. */
let accepted: Socket;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
  const server = app.get(HttpAdapterHost).httpAdapter.getHttpServer() as Server;
  server.on('connection', (socket) => (accepted = socket));
});
beforeEach(() => {
  watches = [];
  const { setInterval } = globalThis;
  jest.spyOn(globalThis, 'setInterval').mockImplementation(((run: () => void, ms: number) => {
    watches.push(run);
    return setInterval(run, ms);
  }) as typeof setInterval);
});
afterEach(() => {
  client.destroy();
  jest.restoreAllMocks();
});
afterAll(() => app.stop());

/** Asks so often on one connection, and never reads. */
async function ask(path: string, times: number): Promise<void> {
  const { hostname, port } = new URL(app.url);
  client = connect(Number(port), hostname).on('error', () => undefined);
  client.pause();
  await once(client, 'connect');
  client.write(`GET ${path} HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer ${ann.token}\r\n\r\n`.repeat(times));
}

const underWay = () => app.get(Lifecycle).underWay;

/** Looks after unread answers as if it were that time. */
function lookAt(time: number): void {
  const clock = jest.spyOn(performance, 'now').mockReturnValue(time);
  watches.forEach((look) => look());
  clock.mockRestore();
}

/** Until the operating system takes no more. */
async function settled(): Promise<void> {
  for (let last = -1, same = 0; same < 10; same = accepted.bytesWritten === last ? same + 1 : 0) {
    last = accepted.bytesWritten;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Nothing is cut a moment before its time, and everything is when the time is over. */
async function expectCut(began: number): Promise<void> {
  const { open } = underWay();
  lookAt(performance.now());
  lookAt(began + LIMIT_MS - 1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(underWay().open).toBe(open);
  lookAt(performance.now() + LIMIT_MS);
  await until(() => underWay().open === 0);
}

test('SPEC-012.36 SPEC-012.37 SPEC-012.38: pages that nobody reads are no work, count for who asked, and are cut', async () => {
  const project = await make.project(ann);
  const texts = Array.from({ length: 50 }, () => make.task(ann, project, { description: 'x'.repeat(10_000) }));
  await Promise.all(texts);
  const began = performance.now();
  await ask(`/projects/${project.id}/tasks?limit=100`, PERSONS);
  await until(() => underWay().open > PERSONS / 2 && underWay().atWork === 0);
  await settled();
  expect(await furtherOf(project)).toBeLessThan(PERSONS / 2);
  await expectCut(began);
});

test('SPEC-012.36 SPEC-012.37: a file that nobody reads is no work, and is cut', async () => {
  const task = await make.task(ann, await make.project(ann));
  const { id } = await uploaded(ann, task, Buffer.alloc(LARGE));
  const began = performance.now();
  await ask(`/files/${id}/content`, 1);
  await until(() => underWay().open === 1 && underWay().atWork === 0);
  await settled();
  await expectCut(began);
});

/** How many more requests of hers may be under way beside what is there: they all wait for one row. */
async function furtherOf({ id }: { id: number }): Promise<number> {
  const onlooker = new Client(app.databaseUrl);
  await onlooker.connect();
  await onlooker.query('BEGIN');
  await onlooker.query('SELECT FROM projects WHERE id = $1 FOR UPDATE', [id]);
  const waiting: Promise<unknown>[] = [];
  while (waiting.length < PERSONS && (await ann.get('/users/me')).status !== 429)
    waiting.push(ann.patch(`/projects/${id}`, { name: 'Late' }));
  await onlooker.query('COMMIT');
  await onlooker.end();
  await Promise.all(waiting);
  return waiting.length;
}
