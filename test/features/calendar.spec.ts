import ical from 'node-ical';
import { programOf } from '../support/api-tokens.js';
import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

const PATH = '/users/me/calendar';

let app: TestApp;
let ann: Person;
let ben: Person;
let garden: { id: number };

beforeAll(async () => {
  app = await startApp({ PUBLIC_URL: 'https://ft.example.com/api', APP_URL: 'https://app.example.com' });
});
beforeEach(async () => {
  [ann, ben] = await Promise.all([app.person('Ann'), app.person('Ben')]);
  garden = await make.project(ann);
});
afterAll(() => app.stop());

/** The path of a calendar, as the program itself hears it. */
async function addressOf(person: Person): Promise<string> {
  const { status, body } = await person.post(PATH);
  const { url } = body.data as { url: string };
  expect([status, url]).toEqual([
    201,
    expect.stringMatching(/^https:\/\/ft\.example\.com\/api\/calendar\/[\w-]{43}\.ics$/),
  ]);
  return url.slice('https://ft.example.com/api'.length);
}

async function read(address: string): Promise<string> {
  const { status, headers, text } = await app.http.get(address);
  expect([status, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
  return text;
}

async function eventsIn(address: string): Promise<ical.VEvent[]> {
  const found = Object.values<{ type: string } | undefined>(ical.sync.parseICS(await read(address)));
  return found.filter((one): one is ical.VEvent => one?.type === 'VEVENT');
}

async function titlesIn(address: string): Promise<unknown[]> {
  return (await eventsIn(address)).map(({ summary }) => summary);
}

const due = (title: string, due_on: string, fields: object = {}) =>
  make.task(ann, garden, { title, due_on, assignee_id: ann.id, ...fields });

describe("Ann's calendar", () => {
  test('SPEC-044.1: has one address, which is shown once and replaces the one before', async () => {
    const first = await addressOf(ann);
    const second = await addressOf(ann);
    expect(outcome(await app.http.get(first))).toEqual([404, 'not_found']);
    await read(second);
    const rows = await app.database.query('SELECT c::text AS row FROM calendar_addresses c');
    expect(JSON.stringify(rows)).not.toContain(second.slice(10, -4));
    const program = await programOf(ann);
    expect(outcome(await program.post(PATH))).toEqual([403, 'token_not_allowed']);
    expect(outcome(await program.delete(PATH))).toEqual([403, 'token_not_allowed']);
    expect(outcome(await app.http.post(PATH))[0]).toBe(401);
  });

  test('SPEC-044.1: keeps one address of those that are made at the same time', async () => {
    const addresses = await Promise.all(Array.from({ length: 5 }, () => addressOf(ann)));
    const answers = await Promise.all(addresses.map((address) => app.http.get(address)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404]);
  });

  test('SPEC-044.2: is revoked, which the audit log knows', async () => {
    const address = await addressOf(ann);
    expect(outcome(await ann.delete(PATH))).toEqual([200, null]);
    expect(outcome(await app.http.get(address))).toEqual([404, 'not_found']);
    expect(outcome(await ann.delete(PATH))).toEqual([404, 'not_found']);
    const { items } = (await (await app.admin()).get(`/audit/events?user_id=${ann.id}`)).body.data as {
      items: { type: string }[];
    };
    expect(items.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['calendar_address.revoked', 'calendar_address.created']),
    );
  });

  test('SPEC-044.3: is not found by any other secret', async () => {
    const address = await addressOf(ann);
    const others = [
      address.replace('.ics', ''),
      address.replace('.ics', '=.ics'),
      address.replace('.ics', 'A.ics'),
      `/calendar/${'A'.repeat(43)}.ics`,
      '/calendar/%20.ics',
      `/calendar/${address.slice(10, -5)}${address.at(-5) === 'B' ? 'C' : 'B'}.ics`,
    ];
    for (const other of others)
      expect([other, ...outcome(await app.http.get(other))]).toEqual([other, 404, 'not_found']);
  });

  test('SPEC-044.3: is not found when she is disabled, may not read tasks, or is gone', async () => {
    const address = await addressOf(ann);
    const admin = await app.admin();
    const status = async () => (await app.http.get(address)).status;
    await admin.patch(`/users/${ann.id}`, { is_active: false });
    expect(await status()).toBe(404);
    await admin.patch(`/users/${ann.id}`, { is_active: true });
    expect(await status()).toBe(200);
    await admin.patch(`/users/${ann.id}`, { roles: [] });
    expect(await status()).toBe(404);
    const gone = await addressOf(ben);
    await admin.delete(`/users/${ben.id}`);
    expect((await app.http.get(gone)).status).toBe(404);
  });

  test('SPEC-044.4: has what is assigned to her, due and not done, in the order of the days', async () => {
    await due('Later', '2030-02-01');
    await due('Sooner', '2030-01-01', { priority: 'high' });
    await due("Ben's", '2030-01-01', { assignee_id: null });
    await make.task(ann, garden, { title: 'No day', assignee_id: ann.id });
    const others = await make.project(ben);
    await make.task(ben, others, { title: 'Elsewhere', due_on: '2030-01-15', assignee_id: ann.id });
    const archived = await make.project(ann);
    await make.task(ann, archived, { title: 'Archived', due_on: '2030-01-01', assignee_id: ann.id });
    await ann.patch(`/projects/${archived.id}`, { status: 'archived' });
    expect(await titlesIn(await addressOf(ann))).toEqual(['Sooner', 'Elsewhere', 'Later']);
  });

  test('SPEC-044.4: no longer has what is done, deleted or handed over', async () => {
    const [done, deleted, handed] = [
      await due('a', '2030-01-01'),
      await due('b', '2030-01-02'),
      await due('c', '2030-01-03'),
    ];
    const address = await addressOf(ann);
    expect(await titlesIn(address)).toEqual(['a', 'b', 'c']);
    await ann.patch(`/tasks/${done.id}`, { status: 'in_progress' });
    await ann.patch(`/tasks/${done.id}`, { status: 'done' });
    expect(await titlesIn(address)).toEqual(['b', 'c']);
    await ann.delete(`/tasks/${deleted.id}`);
    expect(await titlesIn(address)).toEqual(['c']);
    await ann.patch(`/tasks/${handed.id}`, { assignee_id: null });
    expect(await titlesIn(address)).toEqual([]);
    await ann.post(`/tasks/${deleted.id}/restore`);
    expect(await titlesIn(address)).toEqual(['b']);
  });

  test('SPEC-044.5: keeps the event of a task that changes', async () => {
    const label = await make.label(ann, garden, { name: 'soil' });
    const task = await due('Water', '2030-12-31', { label_ids: [label.id], description: 'Before noon.' });
    const address = await addressOf(ann);
    const [before] = await eventsIn(address);
    const { created_at, ref } = (await ann.get(`/tasks/${task.id}`)).body.data as { created_at: string; ref: string };
    const created = new Date(created_at.replace(/\.\d+/, ''));
    expect(before).toMatchObject({
      ...{ uid: `task-${task.id}@ft.example.com`, summary: 'Water', datetype: 'date', sequence: 1 },
      ...{ description: `${ref} · Garden\n\nBefore noon.`, url: `https://app.example.com/tasks/${task.id}` },
      ...{ categories: ['soil'], transparency: 'TRANSPARENT', priority: '5' },
    });
    expect([before?.dtstamp, before?.lastmodified].map((time) => new Date(time as unknown as string))).toEqual([
      created,
      created,
    ]);
    expect(await read(address)).toContain('DTSTART;VALUE=DATE:20301231\r\nDTEND;VALUE=DATE:20310101\r\n');
    await ann.patch(`/tasks/${task.id}`, { due_on: '2031-01-05' });
    const [after] = await eventsIn(address);
    expect(after).toMatchObject({ uid: before?.uid, sequence: 2 });
    expect(await read(address)).toContain('DTSTART;VALUE=DATE:20310105\r\n');
  });

  test('SPEC-044.6: is read as it was written, whatever is in a title', async () => {
    const title = `a, b; c\\d "e": ${'ä€😀'.repeat(40)}`;
    const description = 'one\r\ntwo\nBEGIN:VEVENT\n\ttab;';
    const label = await make.label(ann, garden, { name: 'a, \\nb' });
    await due(title, '2030-01-01', { description, label_ids: [label.id] });
    const address = await addressOf(ann);
    const text = await read(address);
    const lines = text.split('\r\n');
    expect(lines.at(-1)).toBe('');
    expect(
      lines.filter((line) => Buffer.byteLength(line) > 75 || /[\r\n]/.test(line) || line.includes('\uFFFD')),
    ).toEqual([]);
    expect(lines).toContain('CATEGORIES:a\\, \\\\nb');
    const [event, ...others] = await eventsIn(address);
    expect(others).toEqual([]);
    expect(event?.summary).toBe(title);
    expect((event?.description as string).split('\n\n').slice(1).join('\n\n')).toBe(description.replace('\r', ''));
  });

  test('SPEC-044.7: is not sent again while nothing has changed', async () => {
    const task = await due('Water', '2030-01-01');
    const address = await addressOf(ann);
    const { etag = '' } = (await app.http.get(address)).headers;
    const again = await app.http.get(address, { 'If-None-Match': etag });
    expect([again.status, again.headers.etag, again.text]).toEqual([304, etag, '']);
    const head = await fetch(app.url + address, { method: 'HEAD' });
    expect([head.status, head.headers.get('etag')]).toEqual([200, etag]);
    await ann.patch(`/tasks/${task.id}`, { title: 'Water again' });
    const changed = await app.http.get(address, { 'If-None-Match': etag });
    expect([changed.status, changed.headers.etag === etag]).toEqual([200, false]);
  });
});
