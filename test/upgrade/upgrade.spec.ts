import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApp } from '../support/app.js';
import { Operator } from '../support/backups.js';
import { Client } from '../support/client.js';
import { cloneDatabase } from '../support/databases.js';

/** Nothing of a dump grows too old to be kept. */
const FOREVER = { NOTIFICATION_RETENTION_DAYS: '36500', EVENT_RETENTION_DAYS: '36500', TRASH_RETENTION_DAYS: '36500' };
const PEOPLE = ['rosa@garden', 'theo@bakery', 'mina@garden', 'iris@garden', 'jonas@garden'];
const PASSWORD = 'four kinds of basil';
const OWN_PAGES = ['/users/me', '/projects', '/notifications?limit=100'];
const SHARED_PAGES = [
  '/projects/1/tasks?limit=100',
  '/projects/2/tasks?limit=100',
  '/tasks/2/comments',
  '/tasks/31/comments',
];

const dumps = readdirSync(__dirname).filter((name) => name.endsWith('.backup'));
const operator = new Operator();
afterAll(() => operator.remove());

async function shownTo(url: string, name: string): Promise<Record<string, unknown>> {
  const body = { email: `${name}.example`, password: PASSWORD };
  const { access_token: token } = (await new Client(url).post('/auth/login', body)).body.data as {
    access_token: string;
  };
  const person = new Client(url, undefined, token);
  const shown: Record<string, unknown> = {};
  const pages = name === PEOPLE[0] ? [...OWN_PAGES, ...SHARED_PAGES] : OWN_PAGES;
  for (const path of pages) shown[path] = withoutNews((await person.get(path)).body.data);
  return shown;
}

/** What is due today is told each morning, and so comes on top; roles are given more permissions as there are more. */
function withoutNews(data: { items?: { type?: string }[]; permissions?: string[] } | null): unknown {
  if (data?.items) return { items: data.items.filter(({ type }) => type !== 'tasks_due') };
  return data && { ...data, permissions: undefined };
}

/**
 * A dump of the demo for each released schema, made with `npm run backup`, and beside it what the API has to show of it.
 * New fields may come; what was there has to stay as it was. How to add one: docs/operations/UPGRADING.md.
 */
it.each(dumps)('SPEC-042.8: %s is upgraded to what it was, seen through the API', async (dump) => {
  const { url, drop } = await cloneDatabase();
  await operator.restore(join(__dirname, dump), operator.place(url));
  expect(operator.said.at(-1)).toContain('Then migrated: ');
  const app = await startApp({ ...FOREVER, DATABASE_URL: url });
  try {
    const shown: Record<string, unknown> = {};
    for (const name of PEOPLE) shown[name] = await shownTo(app.url, name);
    const file = join(__dirname, dump.replace(/\.backup$/, '.json'));
    if (!existsSync(file)) {
      writeFileSync(file, `${JSON.stringify(shown)}\n`);
      throw new Error(`${file} was written. Read it, and commit it if it is right.`);
    }
    expect(shown).toMatchObject(JSON.parse(readFileSync(file, 'utf8')) as object);
  } finally {
    await app.stop();
    await drop();
  }
});
