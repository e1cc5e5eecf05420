import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { startApp, type TestApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import { make } from '../support/make.js';

interface Document {
  asyncapi: string;
  servers: Record<string, { host: string; protocol: string; pathname: string }>;
  operations: Record<string, { action: string; messages: { $ref: string }[] }>;
  components: { messages: Record<string, { payload: object }>; schemas: Record<string, object> };
}

let app: TestApp;
let document: Document;

beforeAll(async () => {
  app = await startApp({ PUBLIC_URL: 'https://fasttrack.example.com/api' });
  document = (await app.http.get('/asyncapi.json')).body as unknown as Document;
});
afterEach(() => LiveClient.closeAll());
afterAll(() => app.stop());

/** Every place that the document refers to. */
function refsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => (name === '$ref' ? [String(value)] : refsIn(value)));
}

function at(ref: string): unknown {
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], document);
}

function isAsDescribed(message: string, payload: unknown): boolean | string {
  const ajv = addFormats.default(new Ajv2020({ strict: false }));
  ajv.addSchema(document, 'asyncapi');
  const validate = ajv.compile({ $ref: `asyncapi#/components/messages/${message}/payload` });
  return validate(payload) || ajv.errorsText(validate.errors);
}

it('SPEC-010.35: the live side is described, and every reference leads somewhere', () => {
  expect(document.asyncapi).toBe('3.0.0');
  expect(Object.values(document.servers)).toMatchObject([
    { host: 'fasttrack.example.com', protocol: 'wss', pathname: '/api/ws' },
  ]);
  const refs = refsIn(document);
  expect(refs.length).toBeGreaterThan(10);
  expect(refs.filter((ref) => at(ref) === undefined)).toEqual([]);
});

it('SPEC-010.35: what clients hear is as it is described', async () => {
  const [owner, assignee] = [await app.person('Olga'), await app.person('Anton')];
  const project = await make.project(owner);
  const task = await make.task(owner, project, { assignee_id: assignee.id });
  await make.comment(owner, task);
  await owner.post(`/tasks/${task.id}/comments`, { body: 'You', mention_ids: [assignee.id] });
  await owner.patch(`/tasks/${task.id}`, { status: 'in_progress' });
  await app.idle();
  await app.database.execute('DELETE FROM notifications WHERE user_id = $1 AND seq = 1', [assignee.id]);
  await make.task(owner, project, { assignee_id: assignee.id });
  const client = await LiveClient.of(assignee, { last_seq: 0 });
  await client.hears(4);
  await app.database.execute(`INSERT INTO project_members (project_id, user_id, role) VALUES ($1, $2, 'viewer')`, [
    ...[project.id, assignee.id],
  ]);
  const followed = await client.ask('subscribe', { project_id: project.id, since: 0 });
  await client.until(() => client.says('change').length > 5);
  const focused = await client.ask('focus', { project_id: project.id, task_id: task.id });
  await client.until(() => client.says('presence').length > 0);
  const left = await assignee.delete(`/projects/${project.id}/members/${assignee.id}`);
  expect(left.status).toBe(200);
  await client.until(() => client.says('unsubscribed').length > 0);
  const unfollowed = await client.ask('unsubscribe', { project_id: project.id });
  const answers = [
    followed,
    focused,
    unfollowed,
    await client.ask('authenticate', { token: assignee.token }),
    await client.ask('hello'),
  ];
  for (let nth = 0; nth < 30; nth++) client.socket.emit('hello');
  await client.closing();
  const heard = [...client.heard, ...answers.map((body) => ({ event: 'acknowledgement', body }))];
  expect(heard.map(({ event, body }) => [event, isAsDescribed(event, body)])).toEqual(
    heard.map(({ event }) => [event, true]),
  );
  expect(new Set(client.says('notification').map(({ type }) => type)).size).toBe(4);
  const described = Object.keys(document.components.messages).filter(
    (name) => !['authenticate', 'subscribe', 'unsubscribe', 'focus'].includes(name),
  );
  expect([...new Set(heard.map(({ event }) => event))].sort()).toEqual(described.sort());
});

it('SPEC-010.35: something else would not be', () => {
  expect(isAsDescribed('ready', { user_id: 1, last_seq: -1 })).not.toBe(true);
  const notification = { id: 1, seq: 1, type: 'task_assigned', data: {}, timestamp: new Date().toISOString() };
  expect(isAsDescribed('notification', notification)).not.toBe(true);
});
