import { startApp, type TestApp } from '../support/app.js';
import { programOf } from '../support/api-tokens.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { join } from '../support/members.js';
import { exported, garden, imported, linesOf, tasksIn } from '../support/transfer.js';

let app: TestApp;
let ann: Person;
let ben: Person;

beforeAll(async () => {
  app = await startApp({ IMPORT_MAX_MB: '1' });
});
beforeEach(async () => {
  [ann, ben] = await Promise.all([app.person('Ann'), app.person('Ben')]);
});
afterAll(() => app.stop());

const NONE = { labels: 0, tasks: 0, comments: 0, relations: 0 };

describe('An export', () => {
  test('SPEC-043.1: has all of a project, a line each', async () => {
    const { project, first, second, third } = await garden(app, ann, ben);
    const [head, ...lines] = linesOf(await exported(ben, project));
    expect(head).toMatchObject({
      ...{ kind: 'project', format: 'fasttrack', version: 1, origin: expect.any(String) },
      ...{ exported_at: expect.any(String), id: project.id, name: 'Garden', description: 'Beds' },
    });
    const of = (kind: string) => lines.filter((line) => line.kind === kind);
    expect(lines.map(({ kind }) => kind).join()).toBe('label,member,member,task,task,task,comment,relation,file');
    expect(of('label')).toMatchObject([{ name: 'urgent', color: '#cc0000' }]);
    const members = [
      { user: { id: ann.id, display_name: 'Ann' }, role: 'owner' },
      { user: { id: ben.id, display_name: 'Ben' }, role: 'editor' },
    ];
    expect(of('member')).toMatchObject(members.sort((one, other) => one.user.id - other.user.id));
    expect(of('task')).toMatchObject([
      {
        ...{ id: first.id, title: '=1+1', description: 'a\nb', assignee: 'Ben' },
        labels: ['urgent'],
        parent_id: second.id,
      },
      {
        id: second.id,
        title: 'Ümlaut 😀',
        start_on: '2030-01-01',
        due_on: '2030-01-02',
        recurrence: { rule: 'FREQ=WEEKLY' },
      },
      { id: third.id, parent_id: first.id, status: 'todo', priority: 'medium', external_id: null },
    ]);
    expect(of('comment')).toMatchObject([{ task_id: first.id, body: 'Well said', author: 'Ben' }]);
    expect(of('relation')).toMatchObject([{ type: 'blocks', task_id: third.id, other_task_id: second.id }]);
    expect(of('file')).toMatchObject([{ task_id: first.id, name: 'notes.txt', size: 15 }]);
    expect(JSON.stringify(lines)).not.toContain('@example.com');
  });

  test('SPEC-043.1: is for whoever may read the project', async () => {
    const project = await make.project(ann);
    const path = `/projects/${project.id}/export`;
    expect(outcome(await ben.get(path))).toEqual([403, 'forbidden']);
    expect(outcome(await app.http.get(path))).toEqual([401, 'missing_token']);
    expect(outcome(await ann.get('/projects/999999999/export'))).toEqual([404, 'not_found']);
    expect(outcome(await ann.get(`${path}?format=xml`))).toEqual([422, 'validation_failed']);
    const program = await programOf(ann, { permissions: ['read_task'] });
    expect((await fetch(app.url + path, { headers: { authorization: `Bearer ${program.token}` } })).status).toBe(200);
  });

  test('SPEC-043.2: as a table is safe to open', async () => {
    const { project, first, second } = await garden(app, ann, ben);
    const text = await exported(ann, project, 'csv');
    const [head, row] = text.split('\r\n');
    expect(head).toBe(
      '\uFEFFid,ref,parent_id,title,description,status,priority,assignee,labels,start_on,due_on,recurrence,created_at,updated_at',
    );
    expect(row).toMatch(
      new RegExp(`^${first.id},${first.ref},${second.id},'=1\\+1,"a\\nb",todo,medium,Ben,urgent,,,,`),
    );
    const { headers } = await fetch(`${app.url}/projects/${project.id}/export?format=csv`, {
      headers: { authorization: `Bearer ${ann.token}`, accept: 'text/csv' },
    });
    expect([headers.get('content-type'), headers.get('content-disposition')]).toEqual([
      'text/csv; charset=utf-8; header=present',
      `attachment; filename="${project.key}.csv"`,
    ]);
  });

  test('SPEC-043.3: of more than a page is whole and in order, with what hangs on the last task', async () => {
    const project = await make.project(ann);
    const titles = Array.from({ length: 1_203 }, (_, nth) => `Task ${nth}`);
    await imported(ann, 'csv', `title\n${titles.join('\n')}\n`, { project_id: project.id });
    const last = (await tasksIn(ann, project)).get('Task 99') as { id: number };
    await make.comment(ann, last, 'The last');
    const lines = linesOf(await exported(ann, project));
    expect(lines.filter(({ kind }) => kind === 'task').map(({ title }) => title)).toEqual(titles);
    expect(lines.at(-1)).toMatchObject({ kind: 'comment', body: 'The last' });
  });
});

describe('An import', () => {
  test('SPEC-043.5: of an export makes the same project anew', async () => {
    const { project } = await garden(app, ann, ben);
    const text = await exported(ann, project);
    const report = await imported(ann, 'fasttrack', text);
    expect(report).toMatchObject({
      ...{ dry_run: false, project_created: true, project: { name: 'Garden' }, skipped_count: 0 },
      ...{ created: { labels: 1, tasks: 3, comments: 1, relations: 1 }, unchanged: NONE },
      notes: [
        'Left out: 2 members.',
        'Left out: 1 files.',
        'Nobody in the project is called Ben: 1 task is unassigned.',
      ],
    });
    const made = report.project as { id: number };
    const tasks = await tasksIn(ann, made);
    const [first, second, third] = ['=1+1', 'Ümlaut 😀', 'Third'].map((title) => tasks.get(title));
    expect([...tasks.keys()]).toEqual(['=1+1', 'Ümlaut 😀', 'Third']);
    expect([...tasks.values()].map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(first).toMatchObject({
      description: 'a\nb',
      parent_id: second?.id,
      assignee: null,
      labels: [{ name: 'urgent' }],
    });
    expect(second).toMatchObject({ start_on: '2030-01-01', recurrence: { rule: 'FREQ=WEEKLY', from: 'due_on' } });
    expect(third).toMatchObject({ parent_id: first?.id });
    const comments = (await ann.get(`/tasks/${first?.id}/comments`)).body.data as { items: { body: string }[] };
    expect(comments.items).toMatchObject([
      { author: { id: ann.id }, body: expect.stringMatching(/^Ben, [\d-]{10}:\n\nWell said$/) },
    ]);
    const relations = (await ann.get(`/tasks/${second?.id}/relations`)).body.data as { items: object[] };
    expect(relations.items).toMatchObject([{ type: 'blocked_by', task: { id: third?.id } }]);
    await app.idle();
    expect((await ann.get(`/projects/${made.id}`)).body.data).toMatchObject({ stats: { todo: 3 } });
    const history = (await ann.get(`/tasks/${third?.id}/history`)).body.data as { items: object[] };
    expect(history.items).toMatchObject([{ type: 'task.created', actor: { id: ann.id } }]);
  });

  test('SPEC-043.6: a second time changes nothing, with and without a project', async () => {
    const { project } = await garden(app, ann, ben);
    const text = await exported(ann, project);
    const first = await imported(ann, 'fasttrack', text);
    const again = await imported(ann, 'fasttrack', text);
    expect([again.project, again.project_created, again.created]).toEqual([first.project, false, NONE]);
    expect(again.unchanged).toEqual({ labels: 1, tasks: 3, comments: 1, relations: 1 });
    const before = await exported(ann, first.project as { id: number });
    await imported(ann, 'fasttrack', text, { project_id: (first.project as { id: number }).id });
    expect(linesOf(await exported(ann, first.project as { id: number })).slice(1)).toEqual(linesOf(before).slice(1));
    // Of somebody else it is another project.
    const others = await imported(ben, 'fasttrack', text);
    expect([others.project_created, others.project?.id === first.project?.id]).toEqual([true, false]);
  });

  test('SPEC-043.6: into the project that it was exported from adds nothing', async () => {
    const { project } = await garden(app, ann, ben);
    const text = await exported(ann, project);
    const report = await imported(ann, 'fasttrack', text, { project_id: project.id });
    expect([report.created, report.unchanged]).toEqual([NONE, { labels: 1, tasks: 3, comments: 1, relations: 1 }]);
    expect(linesOf(await exported(ann, project)).slice(1)).toEqual(linesOf(text).slice(1));
  });

  test('SPEC-043.6: keeps what the source calls a task, and adds what is new', async () => {
    const csv = 'id,title\nA1,Water\n';
    const { project } = await imported(ann, 'csv', csv);
    const into = { project_id: project?.id ?? 0 };
    const grown = await imported(ann, 'csv', `${csv}A2,Dig\n`, into);
    expect([grown.created.tasks, grown.unchanged.tasks]).toEqual([1, 1]);
    const lines = linesOf(await exported(ann, { id: into.project_id }));
    expect(lines.filter(({ kind }) => kind === 'task').map((task) => task['external_id'])).toEqual([
      'csv:A1',
      'csv:A2',
    ]);
    const water = (await tasksIn(ann, { id: into.project_id })).get('Water') as { id: number };
    // Also what is in the trash is known; what was deleted for good comes again.
    await ann.delete(`/tasks/${water.id}`);
    expect((await imported(ann, 'csv', csv, into)).created.tasks).toBe(0);
    await ann.delete(`/tasks/${water.id}?permanently=true`);
    expect((await imported(ann, 'csv', csv, into)).created.tasks).toBe(1);
    expect((await imported(ann, 'csv', csv, into)).created.tasks).toBe(0);
  });

  test('SPEC-043.6: that comes several times at once makes one project', async () => {
    const { project } = await garden(app, ann, ben);
    const text = await exported(ann, project);
    const reports = await Promise.all(Array.from({ length: 4 }, () => imported(ann, 'fasttrack', text)));
    expect(reports.filter((one) => one.project_created)).toHaveLength(1);
    expect(new Set(reports.map((one) => one.project?.id)).size).toBe(1);
    const into = await make.project(ann);
    const same = await Promise.all(
      Array.from({ length: 4 }, () => imported(ann, 'fasttrack', text, { project_id: into.id })),
    );
    expect(same.map(({ created }) => created.tasks).sort()).toEqual([0, 0, 0, 3]);
    expect((await tasksIn(ann, into)).size).toBe(3);
  });

  test('SPEC-043.7: that is dry does nothing, and tells the same', async () => {
    const { project } = await garden(app, ann, ben);
    const text = await exported(ann, project);
    const dry = await imported(ann, 'fasttrack', text, { dry_run: true });
    expect([dry.dry_run, dry.project, dry.project_created]).toEqual([true, null, true]);
    const list = (await ann.get('/projects')).body.data as { items: object[] };
    expect(list.items).toHaveLength(2);
    const into = await make.project(ann);
    const told = await imported(ann, 'fasttrack', text, { dry_run: true, project_id: into.id });
    expect(await tasksIn(ann, into)).toEqual(new Map());
    const done = await imported(ann, 'fasttrack', text, { project_id: into.id });
    expect(done).toEqual({ ...told, dry_run: false });
    const next = await make.task(ann, into);
    expect(next.number).toBe(4);
  });

  test('SPEC-043.14: is in the feed, and nobody is notified', async () => {
    const { project } = await garden(app, ann, ben);
    const into = await make.project(ann);
    await join(app, into, ben, 'editor');
    await app.idle();
    const before = (await ben.get('/notifications/unread-count')).body.data;
    await imported(ann, 'fasttrack', await exported(ann, project), { project_id: into.id });
    await app.idle();
    expect((await ben.get('/notifications/unread-count')).body.data).toEqual(before);
    const { items } = (await ann.get(`/projects/${into.id}/changes?limit=500`)).body.data as {
      items: { kind: string }[];
    };
    expect(
      items
        .map(({ kind }) => kind)
        .sort()
        .join(),
    ).toBe('comment,label,member,member,project,relation,task,task,task');
  });
});
