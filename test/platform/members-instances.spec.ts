import { freePort } from '@fasttrack/embedded-postgres-server/free-port';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { hasRedisServer, RedisServer } from './redis-server.js';
import { said } from '../support/outcome.js';

/** Their next request is sent when the change is answered, and not a moment later. */
async function changeAndAsk(one: TestApp, two: TestApp): Promise<void> {
  const olga = await one.person('Olga');
  const project = await make.project(olga);
  const task = await make.task(olga, project);
  const ben: Person = await join(one, project, await one.person('Ben'), 'editor');
  const [there, member] = [two.as(ben), `/projects/${project.id}/members/${ben.id}`];
  expect(said(await there.patch(`/tasks/${task.id}`, { title: 'Mine' }))).toBe('200');
  await olga.patch(member, { role: 'viewer' });
  expect(said(await there.patch(`/tasks/${task.id}`, { title: 'Still' }))).toBe('403 forbidden');
  expect(said(await there.get(`/tasks/${task.id}`))).toBe('200');
  await olga.delete(member);
  for (const path of [`/projects/${project.id}`, `/tasks/${task.id}`, `/tasks/${task.id}/comments`])
    expect(said(await there.get(path))).toBe('403 forbidden');
  expect((await there.get('/tasks')).body.data).toMatchObject({ items: [] });
}

const ROUNDS = 10;

it('SPEC-018.20: whoever was removed is refused on the other instance by their next request', async () => {
  const one = await startApp();
  const two = await startBeside(one);
  for (let round = 0; round < ROUNDS; round++) await changeAndAsk(one, two);
  await two.stop();
  await one.stop();
});

if (hasRedisServer)
  it('SPEC-018.20: the same where they share a Redis', async () => {
    const port = await freePort();
    const redis = await new RedisServer().start(port);
    const shared = { REDIS_URL: `redis://127.0.0.1:${port}` };
    const one = await startApp(shared);
    const two = await startBeside(one, shared);
    for (let round = 0; round < ROUNDS; round++) await changeAndAsk(one, two);
    await two.stop();
    await one.stop();
    await redis.remove();
  });
