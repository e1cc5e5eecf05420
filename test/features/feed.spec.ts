import { ask } from '../support/ask.js';
import { startApp, type TestApp } from '../support/app.js';
import { uploaded } from '../support/files.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

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
let ben: Person;
let garden: { id: number };

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  [ann, ben] = [await app.person('Ann'), await app.person('Ben')];
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

async function join(project: { id: number }, person: Person, role: string): Promise<void> {
  await app.database.execute('INSERT INTO project_members (project_id, user_id, role) VALUES ($1, $2, $3)', [
    project.id,
    person.id,
    role,
  ]);
}

const briefly = ({ items }: Page) => items.map(({ kind, id, deleted }) => `${deleted ? '-' : ''}${kind} ${id}`);

async function read(person: Person, path: string): Promise<Record<string, unknown>> {
  const { status, body } = await person.get(path);
  expect(status).toBe(200);
  return body.data;
}

async function change(person: Person, path: string, body: object): Promise<void> {
  expect((await person.patch(path, body)).status).toBe(200);
}

describe('what is in it', () => {
  it('SPEC-032.1: every thing is there once, in order, as its own GET shows it', async () => {
    const label = await make.label(ann, garden);
    const task = await make.task(ann, garden, { label_ids: [label.id], assignee_id: ann.id });
    const other = await make.task(ann, garden);
    const comment = await make.comment(ann, task);
    const relation = await make.relation(ann, task, other, 'blocks');
    const file = await uploaded(ann, task);
    await change(ann, `/tasks/${task.id}`, { title: 'Water them' });
    const page = await changes(ann, garden);
    expect(page.has_more).toBe(false);
    expect(page.last_seq).toBe(page.items.at(-1)?.seq);
    const seqs = page.items.map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((one, two) => one - two));
    const found = (kind: string, id: number) => page.items.filter((item) => item.kind === kind && item.id === id);
    const { role: _, ...project } = await read(ann, `/projects/${garden.id}`);
    const [member] = (await read(ann, `/projects/${garden.id}/members`)).items as object[];
    const [shownComment] = (await read(ann, `/tasks/${task.id}/comments`)).items as object[];
    const [shownLabel] = (await read(ann, `/projects/${garden.id}/labels`)).items as object[];
    const [shownRelation] = (await read(ann, `/tasks/${task.id}/relations`)).items as object[];
    expect(found('project', garden.id)).toMatchObject([{ deleted: false, data: project }]);
    expect(found('project', garden.id)[0]?.data).not.toHaveProperty('role');
    expect(found('member', ann.id)).toMatchObject([{ deleted: false, data: member }]);
    expect(found('label', label.id)).toMatchObject([{ deleted: false, data: shownLabel }]);
    expect(found('task', task.id)).toMatchObject([{ deleted: false, data: await read(ann, `/tasks/${task.id}`) }]);
    expect(found('comment', comment.id)).toMatchObject([{ deleted: false, data: shownComment }]);
    expect(found('relation', relation.id)).toMatchObject([
      { deleted: false, data: { ...shownRelation, task_id: task.id } },
    ]);
    expect(found('file', file.id)).toMatchObject([{ data: await read(ann, `/files/${file.id}`) }]);
    expect(page.items).toHaveLength(8);
  });

  it('SPEC-032.2: what is changed comes again at the end, and only that', async () => {
    const [first, second] = [await make.task(ann, garden), await make.task(ann, garden)];
    const { last_seq: since } = await changes(ann, garden);
    await change(ann, `/tasks/${first.id}`, { title: 'Weed' });
    await change(ann, `/tasks/${first.id}`, { title: 'Weed more' });
    const page = await changes(ann, garden, `since=${since}`);
    expect(briefly(page)).toEqual([`task ${first.id}`]);
    expect(page.items[0]?.data).toMatchObject({ title: 'Weed more' });
    expect(briefly(await changes(ann, garden))).toContain(`task ${second.id}`);
    expect(await changes(ann, garden, `since=${page.last_seq}`)).toEqual({
      ...{ items: [], last_seq: page.last_seq, has_more: false },
    });
  });

  it('SPEC-032.5: a deleted task takes along what hangs on it, and brings it back', async () => {
    const [task, other] = [await make.task(ann, garden), await make.task(ann, garden)];
    const below = await make.task(ann, garden, { parent_id: task.id });
    const comment = await make.comment(ann, task);
    const file = await uploaded(ann, task);
    const relation = await make.relation(ann, other, task);
    const all = [
      ...[`task ${task.id}`, `task ${below.id}`, `comment ${comment.id}`, `relation ${relation.id}`],
      `file ${file.id}`,
    ];
    const { last_seq: before } = await changes(ann, garden);
    expect((await ann.delete(`/tasks/${task.id}`)).status).toBe(200);
    const gone = await changes(ann, garden, `since=${before}`);
    expect(briefly(gone).sort()).toEqual(all.map((name) => `-${name}`).sort());
    expect(gone.items.map(({ data }) => data)).toEqual([null, null, null, null, null]);
    expect((await ann.post(`/tasks/${task.id}/restore`)).status).toBe(200);
    const back = await changes(ann, garden, `since=${gone.last_seq}`);
    expect(briefly(back).sort()).toEqual([...all].sort());
    expect((await ann.delete(`/tasks/${task.id}?permanently=true`)).status).toBe(200);
    const purged = await changes(ann, garden, `since=${back.last_seq}`);
    expect(briefly(purged).sort()).toEqual(all.map((name) => `-${name}`).sort());
  });

  it('SPEC-032.6: a task that moves to another project leaves this one and comes into that one, with what hangs on it', async () => {
    const shed = await make.project(ann, { name: 'Shed' });
    const [task, other] = [await make.task(ann, garden), await make.task(ann, garden)];
    const comment = await make.comment(ann, task);
    const relation = await make.relation(ann, task, other);
    const { last_seq: here } = await changes(ann, garden);
    const { last_seq: there } = await changes(ann, shed);
    expect((await ann.post(`/tasks/${task.id}/move`, { to: 'last', project_id: shed.id })).status).toBe(200);
    expect(briefly(await changes(ann, garden, `since=${here}`)).sort()).toEqual(
      [`-task ${task.id}`, `-comment ${comment.id}`, `relation ${relation.id}`].sort(),
    );
    const arrived = await changes(ann, shed, `since=${there}`);
    expect(briefly(arrived).sort()).toEqual(
      [`task ${task.id}`, `comment ${comment.id}`, `relation ${relation.id}`].sort(),
    );
    expect(arrived.items.find(({ kind }) => kind === 'relation')?.data).toMatchObject({
      task_id: task.id,
      task: { id: other.id },
    });
  });

  it('SPEC-032.7: tasks come again when their label is renamed or deleted, or their project gets another key', async () => {
    const label = await make.label(ann, garden);
    const [task, other] = [await make.task(ann, garden, { label_ids: [label.id] }), await make.task(ann, garden)];
    const { last_seq: before } = await changes(ann, garden);
    await change(ann, `/labels/${label.id}`, { name: 'soon' });
    const renamed = await changes(ann, garden, `since=${before}`);
    expect(briefly(renamed)).toEqual([`label ${label.id}`, `task ${task.id}`]);
    expect(renamed.items[1]?.data).toMatchObject({ labels: [{ name: 'soon' }] });
    expect((await ann.delete(`/labels/${label.id}`)).status).toBe(200);
    const deleted = await changes(ann, garden, `since=${renamed.last_seq}`);
    expect(briefly(deleted)).toEqual([`-label ${label.id}`, `task ${task.id}`]);
    expect(deleted.items[1]?.data).toMatchObject({ labels: [] });
    await change(ann, `/projects/${garden.id}`, { key: `K${garden.id}` });
    const rekeyed = await changes(ann, garden, `since=${deleted.last_seq}`);
    expect(briefly(rekeyed).sort()).toEqual([`project ${garden.id}`, `task ${task.id}`, `task ${other.id}`].sort());
  });

  it('SPEC-032.8: people come, get other roles, other names, and go', async () => {
    await make.project(ben);
    await join(garden, ben, 'editor');
    const task = await make.task(ann, garden, { assignee_id: ben.id });
    const comment = await make.comment(ben, task);
    const { last_seq: before } = await changes(ann, garden);
    await change(ann, `/projects/${garden.id}/members/${ben.id}`, { role: 'manager' });
    await change(ben, '/users/me', { display_name: 'Benjamin' });
    const renamed = await changes(ann, garden, `since=${before}`);
    expect(briefly(renamed).sort()).toEqual([`comment ${comment.id}`, `member ${ben.id}`, `task ${task.id}`]);
    expect(renamed.items.find(({ kind }) => kind === 'member')?.data).toMatchObject({
      ...{ role: 'manager', user: { display_name: 'Benjamin' } },
    });
    expect((await ben.delete(`/projects/${garden.id}/members/${ben.id}`)).status).toBe(200);
    const left = await changes(ann, garden, `since=${renamed.last_seq}`);
    expect(briefly(left)).toEqual([`-member ${ben.id}`, `task ${task.id}`]);
  });

  it('SPEC-032.8: when an account is deleted, what showed it comes again', async () => {
    const admin = await app.admin();
    await join(garden, ben, 'editor');
    const task = await make.task(ann, garden, { assignee_id: ben.id });
    const comment = await make.comment(ben, task);
    const { last_seq: before } = await changes(ann, garden);
    expect((await admin.delete(`/users/${ben.id}`, {})).status).toBe(200);
    const after = await changes(ann, garden, `since=${before}`);
    expect(briefly(after).sort()).toEqual([`-member ${ben.id}`, `comment ${comment.id}`, `task ${task.id}`].sort());
    expect(after.items.find(({ kind }) => kind === 'comment')?.data).toMatchObject({ author: null });
    expect(await ask(app.databaseUrl, 'SELECT * FROM account_traces')).toEqual([]);
  });
});

describe('pages', () => {
  it('SPEC-032.3: a page has as many as asked, and says where to go on', async () => {
    for (let nth = 0; nth < 5; nth++) await make.task(ann, garden);
    const seen: string[] = [];
    let since = 0;
    for (let page: Page | undefined; page?.has_more ?? true;) {
      page = await changes(ann, garden, `since=${since}&limit=2`);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...briefly(page));
      since = page.last_seq;
    }
    expect(seen).toEqual(briefly(await changes(ann, garden)));
    expect(since).toBe((await changes(ann, garden)).last_seq);
  });

  it('SPEC-032.10: only some kinds, and last_seq counts all', async () => {
    const label = await make.label(ann, garden);
    await make.task(ann, garden);
    const page = await changes(ann, garden, 'kinds=label,member');
    expect(briefly(page).sort()).toEqual([`label ${label.id}`, `member ${ann.id}`]);
    expect(page.last_seq).toBe((await changes(ann, garden)).last_seq);
    const first = await changes(ann, garden, 'kinds=label,member&limit=1');
    expect(first).toMatchObject({ has_more: true, last_seq: first.items[0]?.seq });
  });

  it('SPEC-032.12: members read it, others do not', async () => {
    expect((await ben.get(`/projects/${garden.id}/changes`)).status).toBe(403);
    await join(garden, ben, 'viewer');
    expect((await ben.get(`/projects/${garden.id}/changes`)).status).toBe(200);
  });

  it('SPEC-032.12: kinds that the reader has no permission for are left out', async () => {
    const admin = await app.admin();
    const task = await make.task(ann, garden);
    await make.comment(ann, task);
    await admin.post('/roles', {
      name: 'onlookers',
      description: 'Look on',
      permissions: ['read_project', 'read_task'],
    });
    const ida = await app.person('Ida', ['onlookers']);
    await join(garden, ida, 'viewer');
    expect((await changes(ida, garden)).items.map(({ kind }) => kind).sort()).toEqual(['member', 'project', 'task']);
  });
});
