import { startApp, startBeside, type TestApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

interface Change {
  seq: number;
  previous_seq: number;
  kind: string;
  id: number;
  deleted: boolean;
  data: object | null;
}

interface Page {
  items: Change[];
  last_seq: number;
  has_more: boolean;
}

type Things = Map<string, object>;

let app: TestApp;
let beside: TestApp;

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
});
afterEach(() => LiveClient.closeAll());
afterAll(async () => {
  await beside.stop();
  await app.stop();
});

/** The same numbers for the same seed, so that a failure can be repeated. */
function randomly(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

/** What somebody has who applies whatever comes. */
class Follower {
  readonly things: Things = new Map();
  readonly seen = new Set<string>();
  private last = 0;
  private client: LiveClient | undefined;

  constructor(
    private readonly person: Person,
    private readonly projectId: number,
  ) {}

  /** Goes on from what it has. */
  async connect(): Promise<void> {
    this.client?.close();
    const client = await LiveClient.of(this.person);
    this.client = client;
    client.socket.on('change', (change: Change) => {
      if (this.client === client) this.apply(change);
    });
    const { error } = await client.ask('subscribe', { project_id: this.projectId, since: this.last });
    expect(error).toBeNull();
  }

  async reaches(seq: number): Promise<void> {
    await this.client?.until(() => this.last >= seq);
  }

  private apply({ seq, previous_seq, kind, id, deleted, data }: Change): void {
    expect(previous_seq).toBe(this.last);
    expect(seq).toBeGreaterThan(this.last);
    expect(deleted).toBe(data === null);
    if (data === null) this.things.delete(`${kind} ${id}`);
    else this.things.set(`${kind} ${id}`, data);
    this.last = seq;
  }
}

async function walk(person: Person, projectId: number): Promise<{ things: Things; last: number }> {
  const things: Things = new Map();
  const seqs: number[] = [];
  for (let last = 0; ;) {
    const { body } = await person.get(`/projects/${projectId}/changes?since=${last}&limit=7`);
    const page: Page = body.data;
    for (const { seq, kind, id, data } of page.items) {
      seqs.push(seq);
      if (data) things.set(`${kind} ${id}`, data);
      else things.delete(`${kind} ${id}`);
    }
    last = page.last_seq;
    if (page.has_more) continue;
    expect(seqs).toEqual([...new Set(seqs)].sort((one, other) => one - other));
    return { things, last };
  }
}

/** What the routes of the API show. */
async function shown(person: Person, projectId: number): Promise<Things> {
  const things: Things = new Map();
  const get = async (path: string) => (await person.get(path)).body.data as Record<string, unknown>;
  const list = async (path: string) => (await get(`${path}?limit=100`)).items as { id: number }[];
  const { role: _, stats: __, ...project } = await get(`/projects/${projectId}`);
  things.set(`project ${projectId}`, project);
  for (const member of (await list(`/projects/${projectId}/members`)) as unknown as { user: { id: number } }[]) {
    things.set(`member ${member.user.id}`, member);
  }
  for (const label of await list(`/projects/${projectId}/labels`)) things.set(`label ${label.id}`, label);
  for (const task of await list(`/projects/${projectId}/tasks`)) {
    things.set(`task ${task.id}`, task);
    for (const comment of await list(`/tasks/${task.id}/comments`)) things.set(`comment ${comment.id}`, comment);
    for (const relation of await list(`/tasks/${task.id}/relations`)) things.set(`relation ${relation.id}`, relation);
  }
  return things;
}

/** Statistics are counted in the background, and are no change. */
function comparable(things: Things): Record<string, unknown> {
  const entries = [...things].map(([name, thing]) => {
    const { stats: _, ...rest } = thing as { stats?: object };
    return [name, name.startsWith('relation') ? 'seen from one end or the other' : rest] as const;
  });
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

it('SPEC-033.3: whatever happens, and however often they connect again, followers have what the database has', async () => {
  const people = [await app.person('Ann'), await app.person('Ben'), await app.person('Cleo')];
  const [ann] = people as [Person, ...Person[]];
  const garden = await make.project(ann, { name: 'Garden' });
  const shed = await make.project(ann, { name: 'Shed' });
  for (const { id } of people.slice(1)) {
    const text = `INSERT INTO project_members (project_id, user_id, role) SELECT unnest($1::bigint[]), $2, 'editor'`;
    await app.database.execute(text, [[garden.id, shed.id], id]);
  }
  await app.idle();
  const random = randomly(7);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const followers = people.map((person, nth) => new Follower(nth % 2 ? beside.as(person) : person, garden.id));
  await Promise.all(followers.map((follower) => follower.connect()));

  const tasks: number[] = [];
  const labels: number[] = [];
  const comments: number[] = [];
  const keep = (list: number[], { body }: { body: { data: unknown } }) => {
    const id = (body.data as { id?: number } | null)?.id;
    if (id !== undefined) list.push(id);
  };
  const deeds: ((by: Person) => Promise<unknown>)[] = [
    async (by) => keep(tasks, await by.post(`/projects/${garden.id}/tasks`, { title: `Task ${random(1_000)}` })),
    async (by) =>
      keep(tasks, await by.post(`/projects/${garden.id}/tasks`, { title: 'Below', parent_id: pick(tasks) })),
    (by) => by.patch(`/tasks/${pick(tasks)}`, { title: `Title ${random(1_000)}` }),
    (by) => by.patch(`/tasks/${pick(tasks)}`, { status: 'in_progress', assignee_id: pick(people).id }),
    (by) => by.patch(`/tasks/${pick(tasks)}`, { label_ids: labels.slice(-2) }),
    (by) => by.post(`/tasks/${pick(tasks)}/move`, { to: 'first' }),
    (by) => by.post(`/tasks/${pick(tasks)}/move`, { to: 'last', project_id: pick([garden, shed]).id }),
    (by) => by.delete(`/tasks/${pick(tasks)}`),
    (by) => by.post(`/tasks/${pick(tasks)}/restore`),
    (by) => by.post(`/tasks/${pick(tasks)}/relations`, { type: 'relates_to', task_id: pick(tasks) }),
    async (by) => keep(comments, await by.post(`/tasks/${pick(tasks)}/comments`, { body: 'Words' })),
    async (by) => keep(comments, await by.post(`/tasks/${pick(tasks)}/comments`, { body: 'More words' })),
    (by) => by.patch(`/comments/${pick(comments)}`, { body: `Other words ${random(1_000)}` }),
    (by) => by.delete(`/comments/${pick(comments)}`),
    async (by) =>
      keep(labels, await by.post(`/projects/${garden.id}/labels`, { name: `L ${random(1_000)}`, color: '#123456' })),
    (by) => by.patch(`/labels/${pick(labels)}`, { name: `M ${random(1_000)}` }),
    (by) => by.delete(`/labels/${pick(labels)}`),
    () => ann.patch(`/projects/${garden.id}`, { description: `Beds ${random(1_000)}` }),
    (by) => by.patch('/users/me', { display_name: `Name ${random(1_000)}` }),
  ];
  for (const by of people) {
    await deeds[0]?.(by);
    await deeds[10]?.(by);
    await deeds[14]?.(by);
  }
  for (let round = 0; round < 40; round++) {
    await Promise.all(people.map((person) => pick(deeds)(random(2) ? beside.as(person) : person)));
    if (round % 5 === 4) await pick(followers).connect();
  }

  await app.idle();
  const truth = comparable(await shown(ann, garden.id));
  const { things, last } = await walk(ann, garden.id);
  expect(comparable(things)).toEqual(truth);
  for (const follower of followers) {
    await follower.reaches(last);
    expect(comparable(follower.things)).toEqual(truth);
  }
});
