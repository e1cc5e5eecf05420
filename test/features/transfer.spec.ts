import { startApp, type TestApp } from '../support/app.js';
import { programOf } from '../support/api-tokens.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { uploaded } from '../support/files.js';
import { join } from '../support/members.js';
import { exported, imported, type Imported, importing, importingPart, linesOf, tasksIn } from '../support/transfer.js';

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

/** A project with one of everything. */
async function garden() {
  const project = await make.project(ann, { description: 'Beds' });
  await join(app, project, ben, 'editor');
  const label = await make.label(ann, project);
  const first = await make.task(ann, project, {
    title: '=1+1',
    description: 'a\nb',
    label_ids: [label.id],
    assignee_id: ben.id,
  });
  const rule = { rule: 'FREQ=WEEKLY', from: 'due_on' };
  const second = await make.task(ann, project, {
    title: 'Ümlaut 😀',
    start_on: '2030-01-01',
    due_on: '2030-01-02',
    recurrence: rule,
  });
  const third = await make.task(ann, project, { title: 'Third', parent_id: first.id });
  await ann.patch(`/tasks/${first.id}`, { parent_id: second.id });
  await make.comment(ben, first, 'Well said');
  await make.relation(ann, second, third, 'blocked_by');
  const other = await make.task(ann, await make.project(ann), { title: 'Elsewhere' });
  await make.relation(ann, second, other, 'relates_to');
  const gone = await make.task(ann, project, { title: 'Gone' });
  await ann.delete(`/tasks/${gone.id}`);
  await uploaded(ann, first);
  return { project, label, first, second, third };
}

const refusal = ({ body }: { body: { error: { details: { field: string; code: string }[] } | null } }) =>
  (body.error?.details ?? []).map(({ field, code }) => [field, code]);

const NONE = { labels: 0, tasks: 0, comments: 0, relations: 0 };

describe('An export', () => {
  test('SPEC-043.1: has all of a project, a line each', async () => {
    const { project, first, second, third } = await garden();
    const [head, ...lines] = linesOf(await exported(ben, project));
    expect(head).toMatchObject({
      ...{ kind: 'project', format: 'fasttrack', version: 1, origin: expect.any(String) },
      ...{ exported_at: expect.any(String), id: project.id, name: 'Garden', description: 'Beds' },
    });
    const of = (kind: string) => lines.filter((line) => line.kind === kind);
    expect(lines.map(({ kind }) => kind).join()).toBe('label,member,member,task,task,task,comment,relation,file');
    expect(of('label')).toMatchObject([{ name: 'urgent', color: '#cc0000' }]);
    expect(of('member')).toMatchObject([
      { user: { id: ann.id, display_name: 'Ann' }, role: 'owner' },
      { user: { id: ben.id, display_name: 'Ben' }, role: 'editor' },
    ]);
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
    const { project, first, second } = await garden();
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
    const { project } = await garden();
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
    const { project } = await garden();
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
    const { project } = await garden();
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
    const { project } = await garden();
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
    const { project } = await garden();
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

  test('SPEC-043.8: says which line is wrong, and imports nothing, unless asked to skip it', async () => {
    const lines = Array.from({ length: 2_000 }, (_, nth) => `Task ${nth},2030-01-01`);
    lines[1_499] = 'Wrong,the first of May';
    const csv = ['title,due_on', ...lines].join('\n');
    const answer = await importing(ann, 'csv', csv);
    expect([answer.status, refusal(answer)]).toEqual([422, [['lines[1501].due_on', 'format']]]);
    expect(((await ann.get('/projects')).body.data as { items: object[] }).items).toEqual([]);
    const report = await imported(ann, 'csv', csv, { on_error: 'skip' });
    expect([report.created.tasks, report.skipped_count]).toEqual([1_999, 1]);
    expect(report.skipped).toMatchObject([{ field: 'lines[1501].due_on', code: 'format' }]);
  });

  test('SPEC-043.9: refuses circles of parents, and what is too deep, lost or there twice', async () => {
    const tell = async (csv: string) => refusal(await importing(ann, 'csv', csv));
    expect(await tell('id,parent_id,title\n1,2,a\n2,1,b\n3,,c\n4,1,d\n')).toEqual([
      ['lines[2].parent_id', 'unknown'],
      ['lines[3].parent_id', 'unknown'],
      ['lines[5].parent_id', 'unknown'],
    ]);
    expect(await tell('id,parent_id,title\n1,1,a\n')).toEqual([['lines[2].parent_id', 'unknown']]);
    expect(await tell('id,parent_id,title\n1,9,a\n')).toEqual([['lines[2].parent_id', 'unknown']]);
    const deep = [1, 2, 3, 4, 5, 6].map((id) => `${id},${id > 1 ? id - 1 : ''},t${id}`).join('\n');
    expect(await tell(`id,parent_id,title\n${deep}\n`)).toEqual([['lines[7].parent_id', 'unknown']]);
    expect(await tell('id,title\n1,a\n1,b\n')).toEqual([['lines[3].id', 'format']]);
    const skipped = await imported(ann, 'csv', `id,parent_id,title\n${deep}\n`, { on_error: 'skip' });
    expect(skipped.created.tasks).toBe(5);
    // One more below the deepest of them is refused in the next file, too.
    const into = { project_id: skipped.project?.id ?? 0 };
    const answer = await importing(ann, 'csv', 'id,parent_id,title\n5,4,t5\n7,5,t7\n4,3,t4\n', into);
    expect(refusal(answer)).toEqual([['lines[3].parent_id', 'unknown']]);
  });

  test('SPEC-043.9: refuses tasks that would block each other in a circle', async () => {
    const head = { kind: 'project', format: 'fasttrack', version: 1, origin: 'x', id: 1, name: 'Garden' };
    const task = (id: number) => ({ kind: 'task', id, title: `t${id}` });
    const blocks = (task_id: number, other_task_id: number) => ({
      kind: 'relation',
      type: 'blocks',
      task_id,
      other_task_id,
    });
    const file = (...lines: object[]) =>
      [head, task(1), task(2), task(3), ...lines].map((line) => JSON.stringify(line)).join('\n');
    const circle = file(blocks(1, 2), blocks(2, 3), blocks(3, 2));
    expect(refusal(await importing(ann, 'fasttrack', circle))).toEqual([
      ['lines[6]', 'format'],
      ['lines[7]', 'format'],
    ]);
    expect((await imported(ann, 'fasttrack', circle, { on_error: 'skip' })).created).toMatchObject({
      tasks: 3,
      relations: 1,
    });
    expect(refusal(await importing(ann, 'fasttrack', file(blocks(1, 9), blocks(1, 1))))).toEqual([
      ['lines[5].other_task_id', 'unknown'],
      ['lines[6].other_task_id', 'unknown'],
    ]);
    // Together with what the project has.
    const { project } = await imported(ann, 'fasttrack', file(blocks(1, 2)), { name: 'Other' });
    const answer = await importing(ann, 'fasttrack', file(blocks(2, 1)), { project_id: project?.id ?? 0 });
    expect(refusal(answer)).toEqual([['lines[5]', 'format']]);
  });

  test('SPEC-043.10: takes a table with other columns, and undoes what makes formulas harmless', async () => {
    const csv = `\uFEFFWhat;When;Who;State;Tags;Else\r\n"'=SUM(1;2)";2030-01-01 09:00;ben;In Progress;a, b, a;x\r\n''-x;;Max;Done;;\r\n`;
    const into = await make.project(ann);
    await join(app, into, ben, 'viewer');
    const mapping = JSON.stringify({ title: 'What', due_on: 'When', assignee: 'who', status: 'State', labels: 'Tags' });
    const report = await imported(ann, 'csv', csv, { mapping, project_id: into.id });
    expect(report.notes).toEqual([
      'Left out: the columns Else.',
      'Nobody in the project is called Max: 1 task is unassigned.',
    ]);
    const [first, second] = [...(await tasksIn(ann, into)).values()];
    expect(first).toMatchObject({
      title: '=SUM(1;2)',
      due_on: '2030-01-01',
      status: 'in_progress',
      assignee: { id: ben.id },
    });
    expect(first?.['labels']).toMatchObject([{ name: 'a' }, { name: 'b' }]);
    expect(second).toMatchObject({ title: "'-x", status: 'done', assignee: null });
    const back = await exported(ann, into, 'csv');
    const copy = await imported(ann, 'csv', back);
    expect([...(await tasksIn(ann, copy.project as { id: number })).keys()]).toEqual(['=SUM(1;2)', "'-x"]);
    for (const [wrong, field] of [
      ['{"title":"No"}', 'mapping.title'],
      ['{"name":"What"}', 'mapping.name'],
      ['{"due_on":"When"}', 'mapping.title'],
      ['[]', 'mapping'],
      ['{', 'mapping'],
    ])
      expect(refusal(await importing(ann, 'csv', csv, { mapping: wrong as string }))[0]?.[0]).toBe(field);
  });

  test('SPEC-043.11: refuses other encodings, types, sizes and broken files', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('title\nWater\n', 'utf16le')]);
    const latin1 = Buffer.from('title\nWässern\n', 'latin1');
    for (const bytes of [utf16, latin1])
      expect(refusal(await importing(ann, 'csv', bytes))).toEqual([['file', 'format']]);
    const typed = (type: string) => importing(ann, 'csv', 'title\na\n', {}, { 'Content-Type': type });
    expect(outcome(await typed('text/csv; charset=iso-8859-1'))).toEqual([415, 'unsupported_media_type']);
    expect(outcome(await typed('text/plain'))).toEqual([415, 'unsupported_media_type']);
    expect(outcome(await typed('text/csv; charset=utf-8'))).toEqual([201, null]);
    const large = `title\n${'x'.repeat(1_048_576)}`;
    expect(outcome(await importing(ann, 'csv', large))).toEqual([413, 'file_too_large']);
    expect(outcome(await importing(ann, 'csv', 'title\n"a\n'))).toEqual([422, 'validation_failed']);
    expect(refusal(await importing(ann, 'csv', ''))).toEqual([['file', 'required']]);
    expect(refusal(await importing(ann, 'csv', 'title\na,b\n'))).toEqual([['lines[2]', 'too_long']]);
    expect(refusal(await importing(ann, 'trello', '{"a":1}'))).toEqual([['file', 'format']]);
    expect(refusal(await importing(ann, 'trello', '{'))).toEqual([['file', 'format']]);
    expect(refusal(await importing(ann, 'fasttrack', '{"kind":"task"}'))).toEqual([['lines[1]', 'format']]);
    const newer = '{"kind":"project","format":"fasttrack","version":2}';
    expect(refusal(await importing(ann, 'fasttrack', newer))).toEqual([['lines[1].version', 'unknown']]);
    const head = '{"kind":"project","format":"fasttrack","version":1,"name":"G"}';
    const lines = [
      head,
      '{"kind":"task","id":1,"title":""}',
      'no json',
      '{"kind":"what"}',
      '{"kind":"task","id":2,"title":"\\u0000"}',
    ];
    expect(refusal(await importing(ann, 'fasttrack', lines.join('\n')))).toEqual([
      ['lines[2].title', 'too_short'],
      ['lines[3]', 'format'],
      ['lines[4].kind', 'unknown'],
      ['lines[5].title', 'format'],
    ]);
    expect(outcome(await ann.post('/projects/import'))).toEqual([422, 'validation_failed']);
  });

  test('SPEC-043.12: comes as a part, too, and its name says what it is', async () => {
    const answer = await importingPart(ann, 'tasks.CSV', 'title\nWater\n');
    expect([answer.status, (answer.body.data as Imported).created.tasks]).toEqual([201, 1]);
    expect(refusal(await importingPart(ann, 'tasks.txt', 'title\nWater\n'))).toEqual([['format', 'required']]);
  });

  test('SPEC-043.13: is for editors of the project, and for whoever may make one', async () => {
    const project = await make.project(ann);
    const csv = 'title\nWater\n';
    const into = { project_id: project.id };
    expect(outcome(await importing(ben, 'csv', csv, into))).toEqual([404, 'not_found']);
    await join(app, project, ben, 'viewer');
    expect(outcome(await importing(ben, 'csv', csv, into))).toEqual([403, 'forbidden']);
    const program = await programOf(ann, { project_ids: [project.id], permissions: ['create_task', 'read_project'] });
    expect(outcome(await importing(program, 'csv', csv, into))).toEqual([201, null]);
    expect(outcome(await importing(program, 'csv', csv))).toEqual([403, 'forbidden']);
    await ann.patch(`/projects/${project.id}`, { status: 'archived' });
    expect(outcome(await importing(ann, 'csv', csv, into))).toEqual([409, 'project_archived']);
    const key = { 'Idempotency-Key': 'import' };
    const [one, two] = [await importing(ann, 'csv', csv, {}, key), await importing(ann, 'csv', csv, {}, key)];
    expect([two.status, two.body, two.headers['idempotent-replayed']]).toEqual([201, one.body, 'true']);
  });

  test('SPEC-043.14: is in the feed, and nobody is notified', async () => {
    const { project } = await garden();
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
