import { startApp, type TestApp } from '../support/app.js';
import { TODOIST, trelloBoard } from '../support/foreign-exports.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { imported, importing, tasksIn } from '../support/transfer.js';

let app: TestApp;
let ann: Person;
let ben: Person;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  [ann, ben] = await Promise.all([app.person('Ann'), app.person('Ben')]);
});
afterAll(() => app.stop());

const labelsOf = (task: Record<string, unknown> | undefined) =>
  (task?.['labels'] as { name: string }[]).map(({ name }) => name);

describe('A board of Trello', () => {
  test('SPEC-043.15: becomes a project', async () => {
    const report = await imported(ann, 'trello', JSON.stringify(trelloBoard()));
    expect(report).toMatchObject({
      ...{ project_created: true, project: { name: 'Garden' }, skipped_count: 0 },
      created: { labels: 4, tasks: 8, comments: 2, relations: 0 },
      notes: ['Left out: 1 attachments.', 'Nobody in the project is called Ben: 1 task is unassigned.'],
    });
    const tasks = await tasksIn(ann, report.project as { id: number });
    const long = `${'x'.repeat(199)}…`;
    expect([...tasks.keys()]).toEqual(['First', 'Dig', 'Rake', 'Second', 'Digging', 'Dug', long, 'Old']);
    const [first, second, old] = ['First', 'Second', 'Old'].map((title) => tasks.get(title));
    expect(first).toMatchObject({ status: 'todo', description: 'Deep', parent_id: null });
    expect(labelsOf(first)).toEqual(['green', 'Soil, wet']);
    expect(second).toMatchObject({ start_on: '2026-01-01', due_on: '2026-02-01' });
    expect(tasks.get('Digging')).toMatchObject({ status: 'in_progress' });
    expect(tasks.get('Dug')).toMatchObject({ status: 'done', labels: [] });
    expect(tasks.get(long)).toMatchObject({ status: 'done', description: 'x'.repeat(300) });
    expect(labelsOf(tasks.get(long))).toEqual(['Someday']);
    expect(old).toMatchObject({ status: 'done', start_on: null, due_on: '2026-02-01' });
    expect(labelsOf(old)).toEqual(['Archived', 'Someday']);
    const [dig, rake] = ['Dig', 'Rake'].map((title) => tasks.get(title));
    expect([dig, rake].map((task) => task?.['parent_id'])).toEqual([first?.id, first?.id]);
    expect(dig).toMatchObject({ status: 'todo', due_on: '2026-01-05', description: 'Checklist: Steps' });
    expect(rake).toMatchObject({ status: 'done' });
    const comments = (await ann.get(`/tasks/${first?.id}/comments`)).body.data as { items: { body: string }[] };
    expect(comments.items.map(({ body }) => body)).toEqual(['Ben, 2026-01-30:\n\nSooner', 'Ben, 2026-01-30:\n\nLater']);
  });

  test('SPEC-043.15: comes again with what is new there', async () => {
    const board = trelloBoard();
    const { project } = await imported(ann, 'trello', JSON.stringify(board));
    const [card] = board.cards;
    const more = { ...board, name: 'Renamed', cards: [...board.cards, { ...card, id: 'c7', name: 'New' }] };
    const again = await imported(ann, 'trello', JSON.stringify(more));
    expect(again).toMatchObject({
      ...{ project_created: false, project, created: { labels: 0, tasks: 1, comments: 0, relations: 0 } },
      unchanged: { labels: 4, tasks: 8, comments: 2, relations: 0 },
    });
  });

  test('SPEC-043.15: gives tasks to members who are called so', async () => {
    const into = await make.project(ann);
    await join(app, into, ben, 'editor');
    const { notes } = await imported(ann, 'trello', JSON.stringify(trelloBoard()), { project_id: into.id });
    expect(notes).toEqual(['Left out: 1 attachments.']);
    expect((await tasksIn(ann, into)).get('First')).toMatchObject({ assignee: { id: ben.id } });
  });

  test('SPEC-043.15: names the card that is wrong', async () => {
    const board = trelloBoard();
    (board.cards[1] as { name: string }).name = ' ';
    const { status, body } = await importing(ann, 'trello', JSON.stringify(board));
    expect([status, body.error?.details.map(({ field }) => field)]).toEqual([422, ['cards[1].title']]);
  });
});

describe('A project of Todoist', () => {
  test('SPEC-043.16: becomes a project', async () => {
    const report = await imported(ann, 'todoist', TODOIST, { name: 'Home' });
    expect(report).toMatchObject({
      ...{ project_created: true, project: { name: 'Home' }, skipped_count: 0 },
      created: { labels: 3, tasks: 4, comments: 1, relations: 0 },
    });
    const { items } = (await ann.get(`/projects/${report.project?.id}/tasks?sort=position`)).body.data as {
      items: (Record<string, unknown> & { id: number })[];
    };
    const [water, fill, again, write] = items;
    expect(water).toMatchObject({ title: 'Water the beds', priority: 'high', due_on: null });
    expect(water).toMatchObject({ description: 'With a can,\nnot a hose\n\nDate: every morning' });
    expect(labelsOf(water)).toEqual(['daily', 'garden']);
    expect(fill).toMatchObject({ title: 'Fill the can', parent_id: water?.id, due_on: '2026-02-01', priority: 'low' });
    expect(again).toMatchObject({ title: 'Fill the can', parent_id: water?.id, due_on: null });
    expect(write).toMatchObject({ title: 'Write to ann@example.com', parent_id: null, priority: 'medium' });
    expect(labelsOf(write)).toEqual(['Autumn']);
    const comments = (await ann.get(`/tasks/${water?.id}/comments`)).body.data as { items: { body: string }[] };
    expect(comments.items.map(({ body }) => body)).toEqual(['Ben, 2026-01-30:\n\nNot at noon']);
  });

  test('SPEC-043.16: is known by what it says', async () => {
    const { project } = await imported(ann, 'todoist', TODOIST);
    const again = await imported(ann, 'todoist', TODOIST);
    expect([again.project, again.created.tasks, again.unchanged.tasks]).toEqual([project, 0, 4]);
    const longer = `${TODOIST}task,Rest,,4,1,,,,,,,\n`;
    const grown = await imported(ann, 'todoist', longer, { project_id: project?.id ?? 0 });
    expect([grown.created.tasks, grown.unchanged.tasks]).toEqual([1, 4]);
  });

  test('SPEC-043.16: says what is wrong', async () => {
    const fields = async (text: string) => {
      const { body } = await importing(ann, 'todoist', text);
      return body.error?.details.map(({ field }) => field);
    };
    const head = 'TYPE,CONTENT,INDENT\n';
    expect(await fields(`${head}task,a,1\ntask,b,3\n`)).toEqual(['lines[3].INDENT']);
    expect(await fields(`${head}task,a,6\n`)).toEqual(['lines[2].INDENT']);
    expect(await fields(`${head}note,a,\n`)).toEqual(['lines[2]']);
    expect(await fields(`${head}what,a,\n`)).toEqual(['lines[2].TYPE']);
    expect(await fields('title\na\n')).toEqual(['lines[1]']);
  });
});
