import { type TestApp, startApp } from '../support/app.js';
import { HeldRequest } from '../support/held-request.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let root: Person;

beforeAll(async () => {
  app = await startApp();
  root = await app.admin('Root');
});
afterAll(() => app.stop());
afterEach(() => jest.restoreAllMocks());

async function said(held: HeldRequest): Promise<string> {
  const { status, code } = await held.finish();
  return `${status} ${code ?? 'fine'}`;
}

describe('A request whose last byte is held back', () => {
  const meanwhile: [string, (person: Person) => Promise<unknown>, string][] = [
    ['demoted', (person) => root.patch(`/users/${person.id}`, { roles: ['user'] }), '403 forbidden'],
    ['disabled', (person) => root.patch(`/users/${person.id}`, { is_active: false }), '401 token_revoked'],
    ['signed out by an administrator', (person) => root.delete(`/users/${person.id}/sessions`), '401 token_revoked'],
    ['signed out', (person) => person.post('/auth/logout'), '401 token_revoked'],
  ];

  test.each(meanwhile)('SPEC-002.24: changes no user for who is %s meanwhile', async (_, change, expected) => {
    const eve = await app.admin('Eve');
    const held = await HeldRequest.send(eve, ['PATCH', `/users/${eve.id}`], { roles: ['user', 'admin'] });
    expect((await change(eve)) as { status: number }).toMatchObject({ status: 200 });
    expect(await said(held)).toBe(expected);
  });

  test('SPEC-002.24: makes no project for who has left meanwhile, nor with a key', async () => {
    const ann = await app.person('Ann');
    const plain = await HeldRequest.send(ann, ['POST', '/projects'], { name: 'Garden' });
    const keyed = await HeldRequest.send(ann, ['POST', '/projects'], { name: 'Garden' }, { 'Idempotency-Key': 'one' });
    await ann.post('/auth/logout');
    expect([await said(plain), await said(keyed)]).toEqual(['401 token_revoked', '401 token_revoked']);
    expect(await app.database.query('SELECT FROM projects WHERE owner_id = $1', [ann.id])).toEqual([]);
  });

  test('SPEC-002.24: changes no task, and says nothing about it, for who was its assignee', async () => {
    const [ann, ben] = [await app.person('Ann'), await app.person('Ben')];
    const task = await make.task(ann, await make.project(ann), { assignee_id: ben.id });
    const patch = await HeldRequest.send(ben, ['PATCH', `/tasks/${task.id}`], { title: 'Mine' });
    const comment = await HeldRequest.send(ben, ['POST', `/tasks/${task.id}/comments`], { body: 'Mine' });
    expect((await ann.patch(`/tasks/${task.id}`, { assignee_id: null })).status).toBe(200);
    expect([await said(patch), await said(comment)]).toEqual(['403 forbidden', '403 forbidden']);
  });

  test('SPEC-002.24: finds no row that is deleted meanwhile', async () => {
    const ann = await app.person('Ann');
    const project = await make.project(ann);
    const held = await HeldRequest.send(ann, ['POST', `/projects/${project.id}/tasks`], { title: 'x' });
    await ann.delete(`/projects/${project.id}`);
    expect(await said(held)).toBe('404 not_found');
  });

  test('SPEC-002.24: is expired when its token expires on the way', async () => {
    const ann = await app.person('Ann');
    const held = await HeldRequest.send(ann, ['POST', '/projects'], { name: 'Garden' });
    const later = Date.now() + 3_600_000;
    jest.spyOn(Date, 'now').mockReturnValue(later);
    expect(await said(held)).toBe('401 token_expired');
  });

  test('SPEC-002.24: is carried out where nothing has changed', async () => {
    const ann = await app.person('Ann');
    expect(await said(await HeldRequest.send(ann, ['POST', '/projects'], { name: 'Garden' }))).toBe('201 fine');
  });
});

describe('A body that takes too long', () => {
  test('SPEC-007.32: is 408 at once, whoever sends it, and the connection closes', async () => {
    const hasty = await startApp({}, undefined, { bodies: { timeoutMs: 100 } });
    const ann = await hasty.person('Ann');
    for (const sender of [ann, { url: hasty.url, token: undefined }]) {
      for (const path of ['/projects', '/nothing']) {
        const held = await HeldRequest.send(sender, ['POST', path], { name: 'Garden' });
        const { status, code, headers } = await held.answer;
        expect([status, code, headers.connection]).toEqual([408, 'request_timeout', 'close']);
        held.drop();
      }
    }
    await hasty.stop();
  });

  test('SPEC-007.32: is 408 also while bytes still come', async () => {
    const hasty = await startApp({}, undefined, { bodies: { timeoutMs: 500 } });
    const ann = await hasty.person('Ann');
    const held = await HeldRequest.send(
      ann,
      ['POST', '/projects'],
      { name: 'Garden' },
      { 'Content-Length': '1000000' },
    );
    const trickle = setInterval(() => held.add(' '), 20);
    expect((await held.answer).status).toBe(408);
    clearInterval(trickle);
    held.drop();
    await hasty.stop();
  });
});

describe('As the program is delivered', () => {
  const login = { email: 'nobody@example.com', password: 'wrong' };

  test('SPEC-009.19: a person may have 32 bodies on their way, and is told to come back after 15 s', async () => {
    const ann = await app.person('Ann');
    const send = () => HeldRequest.send(ann, ['POST', '/projects'], { name: 'Garden' });
    const held = await Promise.all(Array.from({ length: 32 }, send));
    const refused = await (await send()).answer;
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '15']);
    for (const request of held) expect((await request.finish()).status).toBe(201);
  });

  test('SPEC-009.19: a network may have 256', async () => {
    const send = () => HeldRequest.send({ url: app.url, token: undefined }, ['POST', '/auth/login'], login);
    const held = await Promise.all(Array.from({ length: 256 }, send));
    expect((await (await send()).answer).status).toBe(429);
    held.forEach((request) => request.drop());
  });
});

describe('Bodies on their way', () => {
  let bounded: TestApp;
  beforeAll(async () => {
    bounded = await startApp({ TRUST_PROXY: '1' }, undefined, { bodies: { perPerson: 2, perNetwork: 3 } });
  });
  afterAll(() => bounded.stop());

  const from = (address: string) => ({ 'X-Forwarded-For': address });
  const login = { email: 'nobody@example.com', password: 'wrong' };

  test('SPEC-009.19: are bounded for a person, on whichever network', async () => {
    const ann = await bounded.person('Ann');
    const send = (address: string) => HeldRequest.send(ann, ['POST', '/projects'], { name: 'x' }, from(address));
    const held = [await send('192.0.2.1'), await send('192.0.2.2'), await send('192.0.2.3')];
    // Which of the three is refused depends on whose session is looked up first.
    const { answer, refused } = await Promise.race(
      held.map(async (request) => ({ answer: await request.answer, refused: request })),
    );
    expect([answer.status, answer.code, answer.headers['retry-after']]).toEqual([429, 'rate_limited', '15']);
    expect((await ann.get('/projects')).status).toBe(200);
    const [first, second] = held.filter((request) => request !== refused);
    expect((await first!.finish()).status).toBe(201);
    expect((await (await send('192.0.2.3')).finish()).status).toBe(201);
    second!.drop();
  });

  test('SPEC-009.19: are bounded for a network, which in IPv6 is a /64', async () => {
    const anyone = { url: bounded.url, token: undefined };
    const send = (address: string) => HeldRequest.send(anyone, ['POST', '/auth/login'], login, from(address));
    const held = [await send('2001:db8::1'), await send('2001:db8::2'), await send('2001:db8::3')];
    const refused = await (await send('2001:db8::4')).answer;
    expect([refused.status, refused.code]).toEqual([429, 'rate_limited']);
    expect((await (await send('2001:db8:0:1::4')).finish()).status).toBe(401);
    for (const request of held) expect((await request.finish()).status).toBe(401);
    expect((await (await send('2001:db8::4')).finish()).status).toBe(401);
  });

  test('SPEC-009.19: no longer count when their sender has gone', async () => {
    const ann = await bounded.person('Ann');
    const send = () => HeldRequest.send(ann, ['POST', '/projects'], { name: 'x' }, from('192.0.2.9'));
    for (const request of [await send(), await send()]) request.drop();
    for (;;) {
      const next = await send();
      const { status } = await Promise.race([next.answer, next.finish()]);
      if (status === 201) break;
      expect(status).toBe(429);
    }
  });
});
