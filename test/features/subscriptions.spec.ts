import { Socket } from 'node:net';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

interface Change {
  project_id: number;
  seq: number;
  previous_seq: number;
  kind: string;
  id: number;
  deleted: boolean;
  data: Record<string, unknown> | null;
  actor_id: number | null;
  request_id: string | null;
}

let app: TestApp;
let beside: TestApp;
let ann: Person;
let ben: Person;
let garden: { id: number };

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
});
beforeEach(async () => {
  [ann, ben] = [await app.person('Ann'), await app.person('Ben')];
  garden = await make.project(ann, { name: 'Garden' });
  await join(ben, 'viewer');
  await app.idle();
});
afterEach(() => LiveClient.closeAll());
afterAll(async () => {
  await beside.stop();
  await app.stop();
});

async function join(person: Person, role: string, project = garden): Promise<void> {
  const text = 'INSERT INTO project_members (project_id, user_id, role) VALUES ($1, $2, $3)';
  await app.database.execute(text, [project.id, person.id, role]);
}

const heard = (client: LiveClient) => client.says('change') as unknown as Change[];

async function subscribe(client: LiveClient, since?: number, project = garden): Promise<number> {
  const { data, error } = await client.ask('subscribe', {
    project_id: project.id,
    ...(since !== undefined && { since }),
  });
  expect(error).toBeNull();
  return (data as unknown as { last_seq: number }).last_seq;
}

/** Whoever heard of these numbers has missed nothing. */
function expectChain(changes: readonly Change[], since: number): void {
  expect(changes.map((change) => change.previous_seq)).toEqual(
    [since, ...changes.map(({ seq }) => seq)].slice(0, changes.length),
  );
}

describe('subscribing', () => {
  it('SPEC-033.1: changes come to whoever subscribed, on every instance, with who made them', async () => {
    const here = await LiveClient.of(ann);
    const there = await LiveClient.of(beside.as(ben));
    const [since, alike] = [await subscribe(here), await subscribe(there)];
    expect(alike).toBe(since);
    const { body, headers } = await ann.post(`/projects/${garden.id}/tasks`, { title: 'Water' });
    const task = body.data as { id: number };
    for (const client of [here, there]) {
      await client.until(() => heard(client).length > 0);
      expect(heard(client)).toEqual([
        {
          ...{ project_id: garden.id, seq: since + 1, previous_seq: since, kind: 'task', id: task.id, deleted: false },
          ...{ data: task, actor_id: ann.id, request_id: headers['x-request-id'] },
        },
      ]);
    }
  });

  it('SPEC-033.1: a change is written to each socket in one piece', async () => {
    const clients = await Promise.all([LiveClient.of(ann), LiveClient.of(ben)]);
    for (const client of clients) await subscribe(client);
    const write = jest.spyOn(Socket.prototype, 'write');
    await make.task(ann, garden);
    for (const client of clients) await client.until(() => heard(client).length > 0);
    const changes = write.mock.calls.map(([chunk]) => chunk).filter((chunk) => String(chunk).includes('["change",'));
    write.mockRestore();
    // 0x81: the only frame of a text (RFC 6455 §5.2), with which its header begins.
    expect(changes.map((chunk) => (chunk as Buffer)[0])).toEqual([0x81, 0x81]);
  });

  it('SPEC-033.2: what came since comes first, then what is new, without a gap', async () => {
    const early = await make.task(ann, garden);
    await app.idle();
    const client = await LiveClient.of(beside.as(ben));
    await subscribe(client, 0);
    const late = await make.task(ann, garden);
    await client.until(() => heard(client).some(({ id, kind }) => kind === 'task' && id === late.id));
    expect(heard(client).map(({ kind, id }) => `${kind} ${id}`)).toEqual(
      expect.arrayContaining([`project ${garden.id}`, `member ${ann.id}`, `task ${early.id}`, `task ${late.id}`]),
    );
    expectChain(heard(client), 0);
  });

  it('SPEC-033.2: those who subscribe while much happens miss nothing', async () => {
    const busy = Promise.all(Array.from({ length: 30 }, (_, nth) => make.task(ann, garden, { title: `Task ${nth}` })));
    const clients = await Promise.all(
      [ann, ben, beside.as(ann), beside.as(ben)].map(async (person) => {
        const client = await LiveClient.of(person);
        await subscribe(client, 0);
        return client;
      }),
    );
    const tasks = await busy;
    for (const client of clients) {
      const ids = () => new Set(heard(client).flatMap(({ kind, id }) => (kind === 'task' ? [id] : [])));
      await client.until(() => ids().size === tasks.length);
      expectChain(heard(client), 0);
    }
  });

  it('SPEC-033.4: who unsubscribes hears no more of it', async () => {
    const client = await LiveClient.of(ann);
    const other = await make.project(ann, { name: 'Shed' });
    await app.idle();
    await subscribe(client);
    await subscribe(client, undefined, other);
    expect(await client.ask('unsubscribe', { project_id: garden.id })).toEqual({ data: null, error: null, meta: {} });
    await make.task(ann, garden);
    await app.idle();
    await make.task(ann, other);
    await client.until(() => heard(client).length > 0);
    expect(heard(client).map((change) => change.project_id)).toEqual([other.id]);
  });
});

describe('refusals', () => {
  it('SPEC-033.6: a subscription is refused as a request would be', async () => {
    const eve = await app.person('Eve');
    const client = await LiveClient.of(eve);
    const code = async (content: unknown) => (await client.ask('subscribe', content)).error?.code;
    expect(await code({ project_id: garden.id })).toBe('forbidden');
    expect(await code({ project_id: 999_999 })).toBe('not_found');
    for (const wrong of [
      {},
      null,
      'garden',
      { project_id: '1' },
      { project_id: 1, since: -1 },
      { project_id: 1, x: 1 },
    ]) {
      expect(await code(wrong)).toBe('validation_failed');
    }
    await join(eve, 'viewer');
    expect(await code({ project_id: garden.id, since: 1_000 })).toBe('validation_failed');
    await app.database.execute('UPDATE project_feeds SET forgotten_seq = 2, forgettings = 1 WHERE project_id = $1', [
      garden.id,
    ]);
    expect(await code({ project_id: garden.id, since: 1 })).toBe('resync_required');
    expect(await code({ project_id: garden.id, since: 0 })).toBeUndefined();
  });

  it('SPEC-033.7: a socket follows 100 projects at most', async () => {
    const text = `
      WITH made AS (INSERT INTO projects (name, owner_id) SELECT 'P' || n, $1 FROM generate_series(1, 101) n RETURNING id)
      SELECT id FROM made`;
    const projects = await app.database.query<{ id: number }>(text, [ann.id]);
    const client = await LiveClient.of(ann);
    const answers = await Promise.all(projects.map(({ id }) => client.ask('subscribe', { project_id: id })));
    expect(answers.filter(({ error }) => error?.code === 'limit_reached')).toHaveLength(1);
    expect(answers.filter(({ error }) => error === null)).toHaveLength(100);
  });

  it('SPEC-033.8: these messages have a budget of their own', async () => {
    const client = await LiveClient.of(ann);
    const asks = Array.from({ length: 299 }, () => client.ask('unsubscribe', { project_id: garden.id }));
    await Promise.all(asks);
    expect(client.ended).toBeUndefined();
    await Promise.all(Array.from({ length: 30 }, () => client.ask('sing')));
    expect(client.ended).toBeUndefined();
    client.socket.emit('unsubscribe', { project_id: garden.id });
    client.socket.emit('unsubscribe', { project_id: garden.id });
    expect(await client.closing()).toMatchObject({ code: 'too_many_messages' });
  });
});

describe('losing access', () => {
  const lost = async (client: LiveClient, code: string) => {
    await client.until(() => client.says('unsubscribed').length > 0);
    expect(client.says('unsubscribed')).toEqual([{ project_id: garden.id, code }]);
  };

  it('SPEC-033.5: who is removed hears it, and nothing after it', async () => {
    const client = await LiveClient.of(beside.as(ben));
    await subscribe(client);
    expect((await ann.delete(`/projects/${garden.id}/members/${ben.id}`)).status).toBe(200);
    await lost(client, 'forbidden');
    const count = heard(client).length;
    await make.task(ann, garden);
    await app.idle();
    const other = await LiveClient.of(beside.as(ann));
    await subscribe(other, 0);
    await other.until(() => heard(other).some(({ kind }) => kind === 'task'));
    expect(heard(client)).toHaveLength(count);
    expect(client.events.at(-1)).toBe('unsubscribed');
  });

  it('SPEC-033.5: so does everybody when the project goes to the trash', async () => {
    const client = await LiveClient.of(beside.as(ben));
    await subscribe(client);
    expect((await ann.delete(`/projects/${garden.id}`)).status).toBe(200);
    await lost(client, 'not_found');
  });

  it('SPEC-033.5: so does an administrator when it is deleted for good', async () => {
    const client = await LiveClient.of(beside.as(await app.admin()));
    await subscribe(client);
    expect((await ann.delete(`/projects/${garden.id}?permanently=true`)).status).toBe(200);
    await lost(client, 'not_found');
  });

  it('SPEC-033.5: so does whoever loses the permission', async () => {
    const admin = await app.admin();
    const client = await LiveClient.of(beside.as(ben));
    await subscribe(client);
    expect((await admin.patch(`/users/${ben.id}`, { roles: [] })).status).toBe(200);
    await lost(client, 'forbidden');
  });

  it('SPEC-033.5: so does whoever is disabled, before the connection ends', async () => {
    const admin = await app.admin();
    const client = await LiveClient.of(beside.as(ben));
    await subscribe(client);
    expect((await admin.patch(`/users/${ben.id}`, { is_active: false })).status).toBe(200);
    expect(await client.closing()).toMatchObject({ code: 'token_revoked' });
    expect(client.says('unsubscribed')).toEqual([{ project_id: garden.id, code: 'token_revoked' }]);
  });
});
