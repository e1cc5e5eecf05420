import { ChangeRetention } from '../../src/features/changes/change-retention.js';
import { ask } from '../support/ask.js';
import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';
import { statementsOf } from '../support/statements.js';

interface Change {
  seq: number;
  kind: string;
  id: number;
  deleted: boolean;
  data: Record<string, unknown> | null;
}

interface Page {
  items: Change[];
  last_seq: number;
  has_more: boolean;
}

let app: TestApp;
let ann: Person;
let garden: { id: number };

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  ann = await app.person('Ann');
  garden = await make.project(ann, { name: 'Garden' });
});
afterAll(() => app.stop());

/** What has changed, after everything so far was numbered. */
async function changes(person: Person, project: { id: number }, query = 'limit=500'): Promise<Page> {
  await app.idle();
  const { status, body } = await person.get(`/projects/${project.id}/changes?${query}`);
  expect(status).toBe(200);
  return body.data;
}

const briefly = ({ items }: Page) => items.map(({ kind, id, deleted }) => `${deleted ? '-' : ''}${kind} ${id}`);

describe('waiting', () => {
  it('SPEC-032.13: the answer comes with the change', async () => {
    const { last_seq: since } = await changes(ann, garden);
    const answer = ann.get(`/projects/${garden.id}/changes?since=${since}&wait=25`);
    const task = await make.task(ann, garden);
    expect(briefly((await answer).body.data)).toEqual([`task ${task.id}`]);
  });

  it('SPEC-032.13: or empty after the time', async () => {
    const { last_seq: since } = await changes(ann, garden);
    const { status, body } = await ann.get(`/projects/${garden.id}/changes?since=${since}&wait=1`);
    expect({ status, data: body.data }).toEqual({
      ...{ status: 200, data: { items: [], last_seq: since, has_more: false } },
    });
  });

  it('SPEC-032.13: whoever loses access meanwhile gets what a new request would', async () => {
    const ben = await app.person('Ben');
    const text = `INSERT INTO project_members (project_id, user_id, role) VALUES ($1, $2, 'viewer')`;
    await app.database.execute(text, [garden.id, ben.id]);
    const { last_seq: since } = await changes(ben, garden);
    const answer = ben.get(`/projects/${garden.id}/changes?since=${since}&wait=25`);
    expect((await ann.delete(`/projects/${garden.id}/members/${ben.id}`)).status).toBe(200);
    const { status, body } = await answer;
    expect([status, body.error?.code]).toEqual([403, 'forbidden']);
  });

  it('SPEC-032.13: a person waits with twenty requests at once', async () => {
    const { last_seq: since } = await changes(ann, garden);
    const answers = Array.from({ length: 21 }, () => ann.get(`/projects/${garden.id}/changes?since=${since}&wait=25`));
    const refused = await Promise.race(answers);
    expect([refused.status, refused.body.error?.code]).toEqual([429, 'rate_limited']);
    const task = await make.task(ann, garden);
    const waited = (await Promise.all(answers)).filter(({ status }) => status === 200);
    expect(waited.map(({ body }) => briefly(body.data))).toEqual(Array(20).fill([`task ${task.id}`]));
  });
});

describe('what was there before', () => {
  it('SPEC-032.9: a project from before the feed is in it whole, when somebody asks', async () => {
    const task = await make.task(ann, garden);
    await make.comment(ann, task);
    await make.relation(ann, task, await make.task(ann, garden));
    const before = await changes(ann, garden);
    await ask(app.databaseUrl, `DELETE FROM project_feeds WHERE project_id = ${garden.id}`);
    await ask(app.databaseUrl, `INSERT INTO project_feeds (project_id) VALUES (${garden.id})`);
    const [one, two] = await Promise.all([changes(ann, garden), changes(ann, garden)]);
    expect(two).toEqual(one);
    expect(briefly(one).sort()).toEqual(briefly(before).sort());
    expect(one.last_seq).toBe(one.items.length);
  });
});

describe('forgetting', () => {
  const age = () =>
    ask(app.databaseUrl, `UPDATE project_changes SET changed_at = now() - interval '31 days' WHERE deleted`);

  it('SPEC-032.14: deletions are forgotten after 30 days, and who may have missed one begins again', async () => {
    const old = await make.task(ann, garden);
    const kept = await make.task(ann, garden);
    const { last_seq: stale } = await changes(ann, garden);
    expect((await ann.delete(`/tasks/${old.id}`)).status).toBe(200);
    const last = await make.task(ann, garden);
    const { last_seq: head } = await changes(ann, garden);
    await age();
    await app.get(ChangeRetention).forget();
    const refused = await ann.get(`/projects/${garden.id}/changes?since=${stale}`);
    expect({ status: refused.status, code: refused.body.error?.code }).toEqual({
      status: 410,
      code: 'resync_required',
    });
    expect((await changes(ann, garden, `since=${head}`)).items).toEqual([]);
    const seen: string[] = [];
    let since = 0;
    for (let page: Page | undefined; page?.has_more ?? true;) {
      page = await changes(ann, garden, `since=${since}&limit=1`);
      seen.push(...briefly(page));
      since = page.last_seq;
    }
    expect(since).toBe(head);
    expect(seen).toEqual([`project ${garden.id}`, `member ${ann.id}`, `task ${kept.id}`, `task ${last.id}`]);
  });
});

it('SPEC-032.4: a page costs as many statements as it has kinds, however long it is', async () => {
  const count = async (project: { id: number }) => {
    await changes(ann, project);
    const path = `/projects/${project.id}/changes?limit=500`;
    return (await statementsOf(app, () => ann.get(path))).filter(({ text }) => !text.includes('deliveries')).length;
  };
  const shed = await make.project(ann, { name: 'Shed' });
  await make.comment(ann, await make.task(ann, shed));
  for (let nth = 0; nth < 5; nth++) await make.comment(ann, await make.task(ann, garden));
  expect(await count(garden)).toBe(await count(shed));
});

it('SPEC-032.11: what is not asked right is refused', async () => {
  const { last_seq: head } = await changes(ann, garden);
  for (const query of ['since=-1', `since=${head + 1}`, 'limit=0', 'limit=501', 'kinds=cat', 'wait=26', 'cat=1']) {
    const { status, body } = await ann.get(`/projects/${garden.id}/changes?${query}`);
    expect({ query, status, code: body.error?.code }).toEqual({ query, status: 422, code: 'validation_failed' });
  }
});
