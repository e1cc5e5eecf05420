import { startApp, type TestApp } from '../support/app.js';
import { programOf } from '../support/api-tokens.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { join } from '../support/members.js';
import { exported, imported, type Imported, importing, importingPart, refusal, tasksIn } from '../support/transfer.js';

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

describe('An import', () => {
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
    expect(outcome(await importing(ben, 'csv', csv, into))).toEqual([403, 'forbidden']);
    expect(outcome(await importing(ann, 'csv', csv, { project_id: 999_999_999 }))).toEqual([404, 'not_found']);
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

  test('SPEC-043.17: is 201 where it adds something, and 200 where it does not', async () => {
    const project = await make.project(ann);
    const csv = 'title,labels\nWater,wet\n';
    const statusOf = async (query: object, headers = {}) => {
      const answer = await importing(ann, 'csv', csv, { project_id: project.id, ...query }, headers);
      return [answer.status, answer.headers['idempotent-replayed']];
    };
    expect(await statusOf({ dry_run: true })).toEqual([200, undefined]);
    expect(await statusOf({})).toEqual([201, undefined]);
    const key = { 'Idempotency-Key': 'again' };
    expect(await statusOf({}, key)).toEqual([200, undefined]);
    expect(await statusOf({}, key)).toEqual([200, 'true']);
    expect(await statusOf({})).toEqual([200, undefined]);
  });
});
