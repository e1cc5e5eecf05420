import { NotificationRetention } from '../../src/features/notifications/notification-retention.js';
import { startApp, type TestApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import { tell } from '../support/tell.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ NOTIFICATION_RETENTION_DAYS: '100' });
});
afterEach(() => LiveClient.closeAll());
afterAll(() => app.stop());

it('SPEC-010.25: what is older than the retention is cleared away, nothing younger, and the numbers go on', async () => {
  const ann = await app.person('Ann');
  await tell(app, ann, 4);
  await app.idle();
  const age = `UPDATE notifications SET created_at = now() - make_interval(days => $3, mins => $4)
    WHERE user_id = $1 AND seq = $2`;
  await app.database.execute(age, [ann.id, 1, 300, 0]);
  await app.database.execute(age, [ann.id, 2, 100, 1]);
  await app.database.execute(age, [ann.id, 3, 99, 1439]);
  await app.get(NotificationRetention).clear();
  await tell(app, ann);
  await app.idle();
  const { body } = await ann.get('/notifications');
  expect((body.data as { items: { seq: number }[] }).items.map(({ seq }) => seq)).toEqual([5, 4, 3]);
  const client = await LiveClient.of(ann, { last_seq: 1 });
  await client.hears(3);
  expect([client.says('resync_required'), client.seqs]).toEqual([[{ oldest_seq: 3 }], [3, 4, 5]]);
});

it('SPEC-010.25: also where nothing is left', async () => {
  const ann = await app.person('Ann');
  await tell(app, ann, 2);
  await app.idle();
  await app.database.execute(`UPDATE notifications SET created_at = now() - interval '1 year'`);
  await app.get(NotificationRetention).clear();
  const client = await LiveClient.of(ann);
  await tell(app, ann);
  expect((await client.hears(1))[0]?.seq).toBe(3);
});

it('SPEC-010.25: more than one batch is cleared at once', async () => {
  const ann = await app.person('Ann');
  await app.database.execute(
    `INSERT INTO notifications (user_id, seq, type, data, created_at)
     SELECT $1, n, 'x', '{}', now() - interval '1 year' FROM generate_series(1, 12000) AS n`,
    [ann.id],
  );
  await app.get(NotificationRetention).clear();
  expect((await ann.get('/notifications/unread-count')).body.data).toEqual({ count: 0 });
});
