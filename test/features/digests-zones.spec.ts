import { DigestScheduler } from '../../src/features/digests/digest-scheduler.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { setTime } from '../support/clock.js';
import { make } from '../support/make.js';
import { statementsOf } from '../support/statements.js';
import type { Person } from '../support/people.js';

const HOUR_MS = 3_600_000;
const STEP_MS = HOUR_MS / 4;

let one: TestApp;
let two: TestApp;

/** Mornings come when a test says so. */
beforeAll(async () => {
  one = await startApp();
  two = await startBeside(one);
  await Promise.all([one.quieten(), two.quieten()]);
});

afterAll(async () => {
  await two.stop();
  await one.stop();
});

/** Somebody there who has had a task to do for long; it is this time now. */
async function somebodyIn(timeZone: string, now: string): Promise<Person> {
  setTime(now, one, two);
  const person = await one.person('Ann');
  await person.patch('/users/me', { time_zone: timeZone });
  const project = await make.project(person);
  await make.task(person, project, { due_on: '2020-01-01', assignee_id: person.id });
  await one.idle();
  return person;
}

/** Both instances look at every quarter of an hour, at the same time; the times at which each day's digest came. */
async function mornings(person: Person, from: string, to: string): Promise<string[]> {
  const heard: string[] = [];
  for (let time = Date.parse(from); time < Date.parse(to); time += STEP_MS) {
    setTime(new Date(time), one, two);
    await Promise.all([one, two].map((app) => app.get(DigestScheduler).begin()));
    const days = await one.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM digests WHERE user_id = $1',
      [person.id],
    );
    while (heard.length < (days[0]?.count ?? 0)) heard.push(new Date(time).toISOString().slice(0, 16));
  }
  return heard;
}

test.each([
  ['Europe/Berlin', '2030-03-30T00:00:00Z', ['2030-03-30T07:00', '2030-03-31T06:00', '2030-04-01T06:00']],
  ['Europe/Berlin', '2030-10-26T00:00:00Z', ['2030-10-26T06:00', '2030-10-27T07:00', '2030-10-28T07:00']],
  ['America/New_York', '2030-03-09T06:00:00Z', ['2030-03-09T13:00', '2030-03-10T12:00', '2030-03-11T12:00']],
  ['America/New_York', '2030-11-02T06:00:00Z', ['2030-11-02T12:00', '2030-11-03T13:00', '2030-11-04T13:00']],
  ['Australia/Lord_Howe', '2030-04-05T14:00:00Z', ['2030-04-05T21:00', '2030-04-06T21:30', '2030-04-07T21:30']],
  ['Australia/Lord_Howe', '2030-10-04T14:00:00Z', ['2030-10-04T21:30', '2030-10-05T21:00', '2030-10-06T21:00']],
])('SPEC-026.12: in %s from %s on it is at eight on each day, over two instances', async (zone, from, expected) => {
  const person = await somebodyIn(zone, from);
  expect(await mornings(person, from, new Date(Date.parse(from) + 72 * HOUR_MS).toISOString())).toEqual(expected);
  await one.idle();
  await two.idle();
  const text = `SELECT count(*)::int AS count FROM notifications WHERE user_id = $1 AND type = 'tasks_due'`;
  expect(await one.database.query(text, [person.id])).toEqual([{ count: 3 }]);
});

test('SPEC-026.12: an instance that is started again tells nobody twice', async () => {
  const person = await somebodyIn('UTC', '2030-06-03T08:00:00Z');
  await one.get(DigestScheduler).begin();
  const three = await startBeside(one);
  await three.quieten();
  setTime('2030-06-03T08:01:00Z', three);
  await three.get(DigestScheduler).begin();
  await three.idle();
  const text = `SELECT count(*)::int AS count FROM notifications WHERE user_id = $1 AND type = 'tasks_due'`;
  expect(await one.database.query(text, [person.id])).toEqual([{ count: 1 }]);
  await three.stop();
});

test('SPEC-026.12: a morning that is over costs two statements, however many people there are', async () => {
  await somebodyIn('UTC', '2030-07-03T08:00:00Z');
  await one.get(DigestScheduler).begin();
  const asked = await statementsOf(one, () => one.get(DigestScheduler).begin());
  expect(asked.filter(({ text }) => /users|mornings|digests|tasks/.test(text))).toHaveLength(2);
});

test('SPEC-026.12: days that are over are forgotten', async () => {
  await somebodyIn('UTC', '2030-08-03T08:00:00Z');
  await one.get(DigestScheduler).begin();
  const daysIn = (table: string) => one.database.query(`SELECT FROM ${table} WHERE day = '2030-08-03'`);
  for (const table of ['digests', 'mornings']) expect(await daysIn(table)).not.toEqual([]);
  setTime('2030-08-09T08:00:00Z', one);
  await one.get(DigestScheduler).forget();
  for (const table of ['digests', 'mornings']) expect(await daysIn(table)).toEqual([]);
});
