import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;
let bot: Person;

beforeAll(async () => {
  app = await startApp();
  [ann, bot] = [await app.person('Ann'), await app.admin('Bot')];
  await app.database.execute(`UPDATE users SET kind = 'service', email = NULL, email_key = NULL WHERE id = $1`, [
    bot.id,
  ]);
});

afterAll(() => app.stop());

const PLACES: [string, () => Promise<unknown>][] = [
  ['the owner of a project', async () => (await bot.get(`/projects/${(await make.project(bot)).id}`)).body.data],
  ['a member', async () => (await bot.get(`/projects/${(await make.project(bot)).id}/members`)).body.data],
  ['an assignee', async () => make.task(ann, await make.project(ann), { assignee_id: bot.id })],
  ['an author', async () => make.comment(bot, await make.task(ann, await make.project(ann)))],
  ['the author of an article', async () => make.article(bot)],
  ['whoever acted', async () => (await bot.get(`/audit/events?user_id=${bot.id}`)).body.data],
];

test.each(PLACES)('SPEC-014.16: %s is shown with id, name and kind', async (_, show) => {
  const shown = JSON.stringify(await show());
  expect(shown).toContain(JSON.stringify({ id: bot.id, display_name: 'Bot', kind: 'service' }));
});
