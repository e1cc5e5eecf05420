import { Client } from 'pg';
import { CalendarRepository } from '../../src/features/calendar/calendar.repository.js';
import { DigestNotifier } from '../../src/features/digests/digest.notifier.js';
import { DigestScheduler } from '../../src/features/digests/digest-scheduler.js';
import { DueReminders } from '../../src/features/reminders/due-reminders.js';
import { Courier } from '../../src/platform/events/courier.js';
import { startApp, type TestApp } from '../support/app.js';
import { setTime } from '../support/clock.js';
import { statementsOf } from '../support/statements.js';

const SIZE = { people: 20_000, projects: 5_000, tasks: 60_000, reminders: 100_000 };
const SEEDING_MS = 300_000;

/** A third of the people live by UTC, and two in three tasks are due at some time around the turn of the year 2030. */
const FILL = `
  INSERT INTO users (email, email_key, display_name, password_hash, time_zone)
  SELECT 'p' || i, 'p' || i, 'Person ' || i, '-', (ARRAY['UTC', 'Europe/Berlin', 'Asia/Tokyo'])[1 + i % 3]
  FROM generate_series(1, ${SIZE.people}) i;
  INSERT INTO user_roles (user_id, role_id)
  SELECT u.id, r.id FROM users u, roles r WHERE r.name = 'user' ON CONFLICT DO NOTHING;
  INSERT INTO projects (name, owner_id)
  SELECT 'Project ' || i, (SELECT id FROM users WHERE email = 'p1') + i FROM generate_series(1, ${SIZE.projects}) i;
  INSERT INTO tasks (project_id, title, status, assignee_id, due_on)
  SELECT (SELECT min(id) FROM projects) + i % ${SIZE.projects}, 'Task ' || i, (ARRAY['todo', 'in_progress', 'done'])[1 + i / 7 % 3],
    (SELECT id FROM users WHERE email = 'p1') + i % ${SIZE.people - 1},
    CASE WHEN i % 3 > 0 THEN date '2029-07-01' + i % 365 END
  FROM generate_series(1, ${SIZE.tasks}) i;
  INSERT INTO reminders (user_id, task_id, remind_at)
  SELECT t.assignee_id, t.id, timestamptz '2030-01-01 08:00Z' + i * interval '1 minute'
  FROM generate_series(1, ${SIZE.reminders}) i JOIN tasks t ON t.id = (SELECT min(id) FROM tasks) + i % ${SIZE.tasks}`;

const GROWING = /Seq Scan on (all_tasks|all_projects|users|reminders|digests|events|deliveries|notifications)$/;

let app: TestApp;
let onlooker: Client;

beforeAll(async () => {
  app = await startApp();
  await app.quieten();
  await app.get(Courier).beforeApplicationShutdown();
  onlooker = new Client(app.databaseUrl);
  await onlooker.connect();
  await onlooker.query(FILL);
  await onlooker.query('VACUUM ANALYZE');
  setTime('2030-01-01T08:00:10Z', app);
}, SEEDING_MS);

afterAll(async () => {
  await onlooker.end();
  await app.stop();
});

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
}

function flat(plan: Plan): string[] {
  const step = [plan['Node Type'], plan['Relation Name']].filter(Boolean).join(' on ');
  return [step, ...(plan.Plans ?? []).flatMap(flat)];
}

/** Whatever the values are. */
async function dearSteps(text: string): Promise<string[]> {
  const { rows } = await onlooker.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
    `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`,
  );
  return flat(rows[0]?.['QUERY PLAN'][0]?.Plan as Plan).filter((step) => GROWING.test(step));
}

const event = { id: 1, type: 'digest.due', actorId: null, requestId: null, at: new Date() };

const WORK: Record<string, () => Promise<unknown>> = {
  'what is due of the reminders': () => app.get(DueReminders).ring(),
  'who is told in the morning': () => app.get(DigestScheduler).begin(),
  'what they are told': () => app.get(DigestNotifier).tell([{ ...event, data: { userId: 100, day: '2030-01-01' } }]),
  'what a calendar has': () => app.get(CalendarRepository).listDue(100),
};

test.each(Object.keys(WORK))(
  'SPEC-026.5, SPEC-026.12, SPEC-044.4: %s is found without scanning a table that grows',
  async (name) => {
    const asked = await statementsOf(app, WORK[name]!);
    expect(asked.filter(({ text }) => /reminders|mornings|tasks/.test(text))).not.toEqual([]);
    for (const { text } of asked.filter((one) => /^\s*(WITH|SELECT|INSERT|UPDATE|DELETE)/.test(one.text)))
      expect({ text, dear: await dearSteps(text) }).toEqual({ text, dear: [] });
  },
);
