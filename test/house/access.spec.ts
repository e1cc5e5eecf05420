import { relationsNeeded } from '../../src/platform/access/policy.js';
import { Routes, type Route } from '../../src/platform/documents/routes.js';
import { identityOf, type Rows } from '../support/access-cast.js';
import { filled } from '../support/access-matrix.js';
import { programOf } from '../support/api-tokens.js';
import { passkeyOf } from '../support/passkeys.js';
import { botOf } from '../support/service-accounts.js';
import { type TestApp, startApp } from '../support/app.js';
import { invite, newAddress } from '../support/invitations.js';
import { uploaded } from '../support/files.js';
import { make } from '../support/make.js';
import { hook } from '../support/receiver.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let routes: readonly Route[];
let rows: Rows;
let owner: Person;

beforeAll(async () => {
  app = await startApp();
  routes = app.get(Routes).all();
  owner = await app.admin('Olive Owner');
  const project = await make.project(owner);
  const task = await make.task(owner, project);
  const { id: label } = await make.label(owner, project);
  const comment = await make.comment(owner, task);
  const relation = await make.relation(owner, task, await make.task(owner, project));
  const file = await uploaded(owner, task);
  const article = await make.article(owner);
  const invitation = await invite(owner, project, newAddress());
  const role = await owner.post('/roles', { name: 'guests', description: '', permissions: [] });
  const webhook = await hook(owner, project, 'https://192.0.32.7/');
  const bot = await botOf(owner);
  rows = {
    ...{ project: project.id, task: task.id, comment: comment.id, article: article.id, member: owner.id, label },
    invitation: (invitation.body.data as { id: number }).id,
    relation: relation.id,
    file: file.id,
    ...{
      role: (role.body.data as { id: number }).id,
      user: owner.id,
      session: owner.sessionId,
      passkey: (await passkeyOf(owner)).made.id,
      token: (await programOf(owner)).made.id,
      identity: await identityOf(app, owner),
      'service account': bot.id,
      'service token': bot.made.id,
      notification: 1,
      reminder: 1,
      event: 1,
      webhook: webhook.id,
      delivery: 1,
    },
  };
});

afterAll(() => app.stop());

function label({ method, path }: Route): string {
  return `${method} ${path}`;
}

/** Asks every one of these routes, and tells which did not refuse as expected. */
async function notRefused(
  asked: readonly Route[],
  as: { send: Person['send'] },
  expected: string[],
): Promise<string[]> {
  const open: string[] = [];
  for (const route of asked) {
    const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : {};
    const answer = await as.send(route.method, filled(route.path, rows), body);
    const said = `${answer.status} ${answer.body?.error?.code}`;
    if (!expected.includes(said)) open.push(`${label(route)} answered ${said}`);
  }
  return open;
}

const forPeople = () => routes.filter(({ rule }) => rule?.kind === 'signed_in' || rule?.kind === 'permission');

describe('Every route', () => {
  test('SPEC-002.1: declares who may enter', () => {
    // You added a route without @Requires, @SignedIn, @RequiresApiKey or @Public: it is closed, and should say for whom it opens.
    expect(routes.filter(({ rule }) => !rule).map(label)).toEqual([]);
    expect(routes.length).toBeGreaterThan(50);
  });

  test('SPEC-002.2: refuses whoever is not signed in', async () => {
    expect(await notRefused(forPeople(), app.http, ['401 missing_token'])).toEqual([]);
  });

  test('SPEC-002.3: refuses whoever lacks the permission', async () => {
    const asked = routes.filter(({ rule }) => rule?.kind === 'permission');
    expect(await notRefused(asked, await app.person('Nora Nothing', []), ['403 forbidden'])).toEqual([]);
  });

  test('SPEC-002.4: refuses whoever has the permission but is nothing to the row', async () => {
    const asked = routes.filter(
      ({ rule }) =>
        rule?.kind === 'permission' && rule.of !== undefined && relationsNeeded(rule.of, rule.permission)?.length,
    );
    expect(asked.length).toBeGreaterThan(5);
    expect(await notRefused(asked, await app.person('Sam Stranger'), ['403 forbidden'])).toEqual([]);
  });

  test('SPEC-002.11: refuses a disabled account', async () => {
    const disabled = await app.admin('Dora Disabled');
    expect((await owner.patch(`/users/${disabled.id}`, { is_active: false })).status).toBe(200);
    expect(await notRefused(forPeople(), disabled, ['401 token_revoked'])).toEqual([]);
  });

  test('SPEC-002.12: refuses a session that has ended', async () => {
    const gone = await app.admin('Gwen Gone');
    expect((await gone.post('/auth/logout')).status).toBe(200);
    expect(await notRefused(forPeople(), gone, ['401 token_revoked'])).toEqual([]);
  });

  test('SPEC-015.5: for internal use refuses whoever has no key', async () => {
    const asked = routes.filter(({ rule }) => rule?.kind === 'api_key');
    expect(await notRefused(asked, owner, ['403 invalid_api_key'])).toEqual([]);
  });

  test('SPEC-002.7: with an id in its path answers 404 to an id that names nothing, or is none', async () => {
    const asked = routes.filter(({ rule }) => rule?.kind === 'permission' && rule.of !== undefined);
    const strange = ['999999999', '0', '-1', '1.5', 'abc', '9007199254740993', '1e3', '%00', '01'];
    const found: string[] = [];
    for (const route of asked) {
      for (const id of strange) {
        const answer = await owner.send(route.method, route.path.replace(':id', id));
        if (answer.status !== 404) found.push(`${route.method} ${route.path} with ${id} answered ${answer.status}`);
      }
    }
    expect(found).toEqual([]);
  });
});
