import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

interface Page {
  items: { kind: string; id: number; deleted: boolean; data: Record<string, unknown> }[];
  last_seq: number;
}

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
});
afterAll(() => app.stop());

async function changes(project: { id: number }, since = 0): Promise<Page> {
  await app.idle();
  const { status, body } = await ann.get(`/projects/${project.id}/changes?limit=500&since=${since}`);
  expect(status).toBe(200);
  return body.data;
}

/** The feed of the task's project has the relation again, and shows the other task like this. */
async function expectShown(project: { id: number }, since: number, relationId: number, shown: object): Promise<number> {
  const { items, last_seq } = await changes(project, since);
  const relations = items.filter(({ kind }) => kind === 'relation');
  expect(relations).toMatchObject([{ id: relationId, deleted: false, data: { task: shown } }]);
  return last_seq;
}

test.each(['the same project', 'another project'])(
  'SPEC-032.7: a relation comes again when the title or status of the task that it shows changes, in %s',
  async (where) => {
    const garden = await make.project(ann);
    const other = await make.task(ann, where === 'another project' ? await make.project(ann) : garden);
    const { id } = await make.relation(ann, await make.task(ann, garden), other, 'blocks');
    let { last_seq: seq } = await changes(garden);
    for (const change of [{ title: 'Mow the lawn' }, { status: 'in_progress' }]) {
      expect((await ann.patch(`/tasks/${other.id}`, change)).status).toBe(200);
      seq = await expectShown(garden, seq, id, { id: other.id, ...change });
    }
  },
);
