import { programOf, type Program } from '../support/api-tokens.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { relate } from '../support/relations.js';

let app: TestApp;
let beside: TestApp;
let ann: Person;
let ben: Person;
let admin: Person;

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
  admin = await app.admin();
});
beforeEach(async () => {
  [ann, ben] = [await app.person('Ann'), await app.person('Ben')];
});
afterEach(() => LiveClient.closeAll());
afterAll(async () => {
  await beside.stop();
  await app.stop();
});

interface Change {
  seq: number;
  previous_seq: number;
  kind: string;
  data: { title?: string } | null;
}

const changesOf = (socket: LiveClient) => socket.says('change') as unknown as Change[];
const listen = ({ token, url }: Program, auth = {}) => LiveClient.of({ token, url } as Person, auth);

describe('An API token on a socket', () => {
  test('SPEC-034.16: lets its owner in, and is closed when it is revoked, on every instance', async () => {
    const build = await programOf(ann);
    const sockets = [await listen(build), await listen(build.at(beside.url))];
    expect(sockets[1]?.says('ready')).toMatchObject([{ user_id: ann.id }]);
    const other = await listen(await programOf(ann));
    await ann.delete(`/users/me/tokens/${build.made.id}`);
    for (const socket of sockets) expect(await socket.closing()).toEqual({ code: 'token_revoked' });
    expect(other.ended).toBeUndefined();
    await admin.patch(`/users/${ann.id}`, { is_active: false });
    expect(await other.closing()).toEqual({ code: 'token_revoked' });
  });

  test('SPEC-034.16: keeps out what is mistyped or unknown', async () => {
    for (const token of ['ft_', `ft_${'0'.repeat(36)}0etOEM`]) {
      expect(await LiveClient.knock(app.url, { token }).refusal()).toBe('invalid_token');
    }
  });

  test('SPEC-034.16: prolongs a connection, for ever if it does not expire', async () => {
    const client = await LiveClient.of(ann);
    const { data } = await client.ask('authenticate', { token: (await programOf(ann)).made.token });
    expect(data).toEqual({ expires_at: null });
    const expires_at = new Date(Date.now() + 90 * 86_400_000).toISOString();
    const later = await client.ask('authenticate', { token: (await programOf(ann, { expires_at })).made.token });
    expect(later.data).toEqual({ expires_at });
    expect(client.ended).toBeUndefined();
  });

  test('SPEC-034.17: hears of what it can read, in its projects', async () => {
    const projects = [await make.project(ben), await make.project(ben)];
    for (const project of projects) await join(app, project, ann, 'editor');
    await app.idle();
    const { last_seq } = (await LiveClient.of(ann)).says('ready')[0] ?? { last_seq: 0 };
    const limited = await programOf(ann, { project_ids: [projects[1]?.id] });
    const blind = await programOf(ann, { permissions: ['read_project'] });
    const clients = [await listen(await programOf(ann)), await listen(limited), await listen(blind)];
    const session = await LiveClient.of(ann);
    for (const project of projects) await make.task(ben, project, { assignee_id: ann.id });
    await session.hears(2);
    await clients[0]?.hears(2);
    await clients[1]?.hears(1);
    const projectsOf = (client?: LiveClient) => client?.says('notification').map(({ data }) => data.project_id);
    expect(projectsOf(clients[1])).toEqual([projects[1]?.id]);
    expect(projectsOf(clients[2])).toEqual([]);
    const missed = await listen(limited, { last_seq });
    await missed.hears(1);
    expect(projectsOf(missed)).toEqual([projects[1]?.id]);
  });

  test('SPEC-034.18: follows the projects of its token, and no other', async () => {
    const [garden, yard] = [await make.project(ann), await make.project(ann)];
    const build = await programOf(ann, { project_ids: [garden.id] });
    expect((await build.get(`/projects/${garden.id}/changes`)).status).toBe(200);
    expect((await build.get(`/projects/${yard.id}/changes`)).status).toBe(403);
    const socket = await listen(build);
    expect((await socket.ask('subscribe', { project_id: garden.id })).error).toBeNull();
    expect((await socket.ask('subscribe', { project_id: yard.id })).error).toMatchObject({ code: 'forbidden' });
    await Promise.all([make.task(ann, yard), make.task(ann, garden)]);
    await socket.until(() => socket.says('change').length > 0);
    for (const change of socket.says('change')) expect(change).toMatchObject({ project_id: garden.id });
  });

  test('SPEC-034.18: beside another socket of its owner, it is shown no task of other projects', async () => {
    const [garden, yard] = [await make.project(ann), await make.project(ann)];
    const [task, other] = [await make.task(ann, garden), await make.task(ann, yard)];
    await app.idle();
    const build = await programOf(ann, { project_ids: [garden.id] });
    const follow = async (socket: LiveClient) => {
      expect((await socket.ask('subscribe', { project_id: garden.id })).error).toBeNull();
      return socket;
    };
    const [own, limited] = [await follow(await LiveClient.of(ann)), await follow(await listen(build))];
    await relate(ann, task, 'relates_to', other);
    const relationsOn = (socket: LiveClient) => changesOf(socket).filter(({ kind }) => kind === 'relation');
    for (const socket of [own, limited]) await socket.until(() => relationsOn(socket).length > 0);
    expect(relationsOn(own)).toMatchObject([{ deleted: false, data: { task: { id: other.id } } }]);
    expect(relationsOn(limited)).toMatchObject([{ deleted: true, data: null }]);
  });

  test('SPEC-034.17: each socket has a whole chain of what it can read', async () => {
    const garden = await make.project(ann);
    const task = await make.task(ann, garden);
    await app.idle();
    const blind = await programOf(ann, { permissions: ['read_project', 'read_task'] });
    const sockets = [await LiveClient.of(ann), await LiveClient.of(ann), await listen(blind)];
    const began: number[] = [];
    for (const socket of sockets) {
      const { data } = await socket.ask('subscribe', { project_id: garden.id });
      began.push((data as unknown as { last_seq: number }).last_seq);
    }
    await ann.post(`/tasks/${task.id}/comments`, { body: 'Only for those who read comments' });
    await app.idle();
    await ann.patch(`/tasks/${task.id}`, { title: 'For everybody' });
    const said = sockets.map((socket) => () => changesOf(socket));
    for (const [nth, socket] of sockets.entries())
      await socket.until(() => said[nth]?.().some(({ data }) => data?.title === 'For everybody') === true);
    for (const [nth, changes] of said.entries()) {
      const seqs = changes().map(({ seq }) => seq);
      expect(changes().map(({ previous_seq }) => previous_seq)).toEqual([began[nth], ...seqs.slice(0, -1)]);
    }
    expect(said.map((changes) => changes().some(({ kind }) => kind === 'comment'))).toEqual([true, true, false]);
  });
});
