import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

const PATH = '/users/me/notification-preferences';
const DEFAULTS = {
  mail: {
    task_assigned: true,
    mentioned: true,
    comment_added: false,
    status_changed: false,
    task_reminder: true,
    tasks_due: true,
    member_added: true,
  },
  muted_project_ids: [],
};

let app: TestApp;
let admin: Person;
let olga: Person;
let ann: Person;
let project: { id: number };

beforeAll(async () => {
  app = await startApp();
  admin = await app.admin();
});

beforeEach(async () => {
  [olga, ann] = await Promise.all([app.person('Olga'), app.person('Ann')]);
  project = await make.project(olga);
  await join(app, project, ann, 'editor');
});

afterAll(() => app.stop());

const preferencesOf = async (person: Person) => (await person.get(PATH)).body.data as typeof DEFAULTS;

const changesOf = async ({ id }: Person) => {
  const path = `/audit/events?type=user.notification_preferences_changed&user_id=${id}`;
  return ((await admin.get(path)).body.data as { items: { data: { changes: object } }[] }).items;
};

test('SPEC-031.1: whoever has chosen nothing has the defaults', async () => {
  expect(await preferencesOf(ann)).toEqual(DEFAULTS);
  expect(outcome(await app.http.get(PATH))).toEqual([401, 'missing_token']);
});

describe('A patch', () => {
  test('SPEC-031.2: changes what it names, and nobody else’s', async () => {
    const answer = await ann.patch(PATH, { mail: { comment_added: true, mentioned: false } });
    const chosen = { ...DEFAULTS, mail: { ...DEFAULTS.mail, comment_added: true, mentioned: false } };
    expect([answer.status, answer.body.data]).toEqual([200, chosen]);
    const next = await ann.patch(PATH, { mail: { mentioned: true }, muted_project_ids: [project.id] });
    const both = { mail: { ...chosen.mail, mentioned: true }, muted_project_ids: [project.id] };
    expect(next.body.data).toEqual(both);
    expect((await ann.patch(PATH, {})).body.data).toEqual(both);
    expect((await ann.patch(PATH, { mail: {} })).body.data).toEqual(both);
    expect(await preferencesOf(ann)).toEqual(both);
    expect(await preferencesOf(olga)).toEqual(DEFAULTS);
    expect((await ann.patch(PATH, { muted_project_ids: [] })).body.data).toMatchObject({ muted_project_ids: [] });
  });

  test('SPEC-031.2: at the same time as others loses nothing', async () => {
    const kinds = Object.keys(DEFAULTS.mail);
    const answers = await Promise.all(kinds.map((kind) => ann.patch(PATH, { mail: { [kind]: false } })));
    expect(answers.map(({ status }) => status)).toEqual(kinds.map(() => 200));
    expect((await preferencesOf(ann)).mail).toEqual(Object.fromEntries(kinds.map((kind) => [kind, false])));
  });

  const WRONG: [string, object][] = [
    ['mail', { mail: null }],
    ['mail', { mail: [] }],
    ['mail.comment_added', { mail: { comment_added: 'true' } }],
    ['mail.comment_added', { mail: { comment_added: null } }],
    ['mail.sms', { mail: { sms: true } }],
    ['mail.__proto__', JSON.parse('{ "mail": { "__proto__": true } }') as object],
    ['muted_project_ids', { muted_project_ids: null }],
    ['muted_project_ids', { muted_project_ids: ['1'] }],
    ['muted_project_ids', { muted_project_ids: Array.from({ length: 1_001 }, (_, at) => at + 1) }],
    ['push', { push: true }],
  ];
  test.each(WRONG)('SPEC-031.2, SPEC-031.3: is refused for %s: %j', async (field, patch) => {
    const answer = await ann.patch(PATH, patch);
    expect([...outcome(answer), answer.body.error?.details[0]?.field]).toEqual([422, 'validation_failed', field]);
    expect(await preferencesOf(ann)).toEqual(DEFAULTS);
  });

  test('SPEC-031.3: mutes only projects that one may read, and says which are not', async () => {
    const hidden = await make.project(admin);
    const answer = await ann.patch(PATH, { muted_project_ids: [project.id, hidden.id, 999_999_999] });
    expect(outcome(answer)).toEqual([422, 'validation_failed']);
    expect(answer.body.error?.details.map(({ field, code }) => [field, code])).toEqual([
      ['muted_project_ids[1]', 'unknown'],
      ['muted_project_ids[2]', 'unknown'],
    ]);
    expect(await preferencesOf(ann)).toEqual(DEFAULTS);
    const all = [project.id, hidden.id].sort((one, other) => one - other);
    expect((await admin.patch(PATH, { muted_project_ids: all })).body.data).toMatchObject({ muted_project_ids: all });
  });

  test('SPEC-031.10: is recorded with what it changed, and only then', async () => {
    await ann.patch(PATH, { mail: { comment_added: true } });
    await ann.patch(PATH, { mail: { comment_added: true, mentioned: true }, muted_project_ids: [] });
    await ann.patch(PATH, { muted_project_ids: [project.id] });
    expect((await changesOf(ann)).map(({ data }) => data.changes)).toEqual([
      { muted_project_ids: { old: [], new: [project.id] } },
      { mail: { old: DEFAULTS.mail, new: { ...DEFAULTS.mail, comment_added: true } } },
    ]);
  });
});

test('SPEC-031.4: muted projects that are gone or closed are not shown', async () => {
  const [kept, left, deleted] = [project, await make.project(olga), await make.project(olga)];
  for (const one of [left, deleted]) await join(app, one, ann, 'viewer');
  await ann.patch(PATH, { muted_project_ids: [kept.id, left.id, deleted.id] });
  await ann.delete(`/projects/${left.id}/members/${ann.id}`);
  await olga.delete(`/projects/${deleted.id}`);
  expect((await preferencesOf(ann)).muted_project_ids).toEqual([kept.id]);
  expect((await ann.patch(PATH, { mail: { mentioned: false } })).body.data).toMatchObject({
    muted_project_ids: [kept.id],
  });
});

describe('Of a muted project', () => {
  /** What a person was told, oldest first. */
  async function told({ id }: Person): Promise<string[]> {
    await app.idle();
    const text = 'SELECT type FROM notifications WHERE user_id = $1 ORDER BY seq';
    return (await app.database.query<{ type: string }>(text, [id])).map(({ type }) => type);
  }

  test('SPEC-031.5: one hears what is addressed to oneself, and later nothing of the rest', async () => {
    await ann.patch(PATH, { muted_project_ids: [project.id] });
    const task = await make.task(olga, project, { assignee_id: ann.id });
    await make.comment(olga, task);
    await olga.patch(`/tasks/${task.id}`, { status: 'in_progress' });
    await olga.post(`/tasks/${task.id}/comments`, { body: 'You', mention_ids: [ann.id] });
    await olga.patch(`/projects/${project.id}/members/${ann.id}`, { role: 'manager' });
    expect(await told(ann)).toEqual(['task_assigned', 'mentioned']);
    await ann.patch(PATH, { muted_project_ids: [] });
    await make.comment(olga, task);
    expect(await told(ann)).toEqual(['task_assigned', 'mentioned', 'comment_added']);
  });

  test('SPEC-031.5: others hear as ever, and so does one of other projects', async () => {
    await ann.patch(PATH, { muted_project_ids: [project.id] });
    const other = await make.task(olga, await make.project(olga), { assignee_id: ann.id });
    await make.comment(olga, other);
    expect(await told(ann)).toEqual(['task_assigned', 'comment_added']);
    await make.comment(ann, await make.task(ann, project));
    expect(await told(olga)).toEqual(['comment_added']);
  });
});
