import { connect } from 'node:net';
import { type TestApp, startApp } from '../support/app.js';
import { until } from '../support/until.js';
import { LogLines } from '../support/log-lines.js';
import type { Person } from '../support/people.js';

const written = new LogLines();
let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp({}, written.log);
  ann = await app.person('Ann');
});

afterAll(() => app.stop());

/** The one line of a request; it is written when the connection has taken the answer. */
async function lineOf(requestId: string): Promise<Record<string, unknown>> {
  const lines = () => written.of(requestId).filter(({ message }) => message === 'Request');
  await until(() => lines().length > 0);
  expect(lines()).toHaveLength(1);
  return lines()[0] ?? {};
}

describe('A request', () => {
  test('SPEC-015.11: leaves a line that says what, by whom, how it went and how long it took', async () => {
    await ann.get('/projects?limit=5&cursor=', { 'X-Request-Id': 'with-a-query' });
    const line = await lineOf('with-a-query');
    expect(line).toMatchObject({ level: 'info', method: 'GET', path: '/projects', status: 400, user_id: ann.id });
    expect(line.ms).toEqual(expect.any(Number));
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  test('SPEC-015.11: leaves it also where it was refused, lost its way, or made no sense', async () => {
    await app.http.get('/users/me', { 'X-Request-Id': 'nobody' });
    expect(await lineOf('nobody')).toMatchObject({ path: '/users/me', status: 401 });
    expect(await lineOf('nobody')).not.toHaveProperty('user_id');
    await app.http.get('/no%ZZsense', { 'X-Request-Id': 'lost' });
    expect(await lineOf('lost')).toMatchObject({ path: '/no%ZZsense', status: 404 });
  });

  test('SPEC-015.11: leaves it quietly where only a machine wanted to know that the program is there', async () => {
    await app.http.get('/health/live', { 'X-Request-Id': 'machine' });
    expect(await lineOf('machine')).toMatchObject({ level: 'debug', status: 200 });
  });

  test('SPEC-015.11: leaves it with a word of warning where the fault is ours', async () => {
    await app.database.query('ALTER TABLE projects RENAME TO elsewhere');
    const answer = await fetch(`${app.url}/projects`, {
      headers: { Authorization: `Bearer ${ann.token}`, 'X-Request-Id': 'ours' },
    });
    await app.database.query('ALTER TABLE elsewhere RENAME TO projects');
    expect(answer.status).toBe(500);
    expect(await lineOf('ours')).toMatchObject({ level: 'warn', status: 500 });
    expect(written.of('ours')).toContainEqual(expect.objectContaining({ level: 'error' }));
  });

  test('SPEC-015.11: leaves it although the client went away', async () => {
    const release = await heldProjects();
    const port = Number(new URL(app.url).port);
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        `GET /projects HTTP/1.1\r\nHost: x\r\nX-Request-Id: gone\r\nAuthorization: Bearer ${ann.token}\r\n\r\n`,
      );
    });
    await until(async () => (await waiting()) > 0);
    socket.destroy();
    expect(await lineOf('gone')).toMatchObject({ path: '/projects', cut_off: true });
    await release();
  });
});

/** Nobody reads projects until it is released. */
async function heldProjects(): Promise<() => Promise<void>> {
  let release = () => undefined as void;
  const held = new Promise<void>((resolve) => (release = resolve));
  let locked = () => undefined as void;
  const isLocked = new Promise<void>((resolve) => (locked = resolve));
  const transaction = app.database.transaction(async () => {
    await app.database.query('LOCK TABLE projects IN ACCESS EXCLUSIVE MODE');
    locked();
    await held;
  });
  await isLocked;
  return async () => {
    release();
    await transaction;
  };
}

async function waiting(): Promise<number> {
  const [row] = await app.database.query<{ count: number }>(
    `SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
     WHERE NOT l.granted AND d.datname = current_database()`,
  );
  return row?.count ?? 0;
}
