import { Replays } from '../../src/features/deliveries/replays/replay.service.js';
import type { TestApp } from '../support/app.js';
import { setTime } from '../support/clock.js';
import { make } from '../support/make.js';
import { said } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { deliveriesOf, hook, type ListedDelivery, type Receiver } from '../support/receiver.js';
import { MINUTE, WebhookStage } from '../support/webhook-stage.js';

let stage: WebhookStage;
let app: TestApp;
let beside: TestApp;
let receiver: Receiver;
let ann: Person;
let mia: Person;
let project: { id: number };
let path: string;
let listen: WebhookStage['listen'];
let came: WebhookStage['came'];
let requests: WebhookStage['requests'];
let onlyDelivery: WebhookStage['onlyDelivery'];
let allSent: WebhookStage['allSent'];

beforeAll(async () => {
  stage = await WebhookStage.open();
  ({ app, beside, receiver, ann, mia, listen, came, requests, onlyDelivery, allSent } = stage);
});

beforeEach(async () => {
  await stage.begin();
  ({ project, path } = stage);
});

afterAll(() => stage.close());

describe('Whoever manages a webhook', () => {
  test('SPEC-037.16: sends it a ping, whatever its types are', async () => {
    const webhook = await listen(['label.created']);
    const { status, body } = await mia.post(`/webhooks/${webhook.id}/ping`);
    expect([status, body.data]).toEqual([
      200,
      expect.objectContaining({ type: 'ping', status: 'pending', attempts: 0 }),
    ]);
    await allSent();
    const { event_id: id } = body.data as ListedDelivery;
    expect(came()).toEqual([
      expect.objectContaining({ id, type: 'ping', project_id: project.id, data: { webhook_id: webhook.id } }),
    ]);
    expect(came()[0]?.actor).toMatchObject({ id: mia.id });
    const many = await Promise.all(
      Array.from({ length: 6 }, () => beside.as(mia).post(`/webhooks/${webhook.id}/ping`)),
    );
    expect(new Set(many.map((answer) => (answer.body.data as ListedDelivery).event_id)).size).toBe(6);
  });

  test('SPEC-037.17: lists the deliveries, and sends one of them again', async () => {
    const webhook = await listen();
    const other = await hook(mia, project, receiver.url(`${path}-other`));
    for (const title of ['One', 'Two', 'Three']) await make.task(ann, project, { title });
    await allSent();
    const { items, next_cursor: cursor } = (await mia.get(`/webhooks/${webhook.id}/deliveries?limit=2`)).body.data as {
      items: ListedDelivery[];
      next_cursor: string;
    };
    expect([items.length, typeof cursor]).toEqual([2, 'string']);
    expect(await deliveriesOf(mia, webhook, `?limit=2&cursor=${cursor}`)).toHaveLength(1);
    expect(await deliveriesOf(mia, webhook, '?status=failing')).toEqual([]);
    expect(said(await mia.get(`/webhooks/${webhook.id}/deliveries?status=lost`))).toBe('422 validation_failed');

    const [{ id, event_id }] = items as [ListedDelivery];
    const again = await mia.post(`/webhooks/${webhook.id}/deliveries/${id}/redeliver`);
    expect([again.status, again.body.data]).toEqual([
      200,
      expect.objectContaining({ id, status: 'pending', attempts: 1 }),
    ]);
    await allSent();
    expect(
      came()
        .map((one) => one.id)
        .filter((one) => one === event_id),
    ).toHaveLength(2);
    expect(await deliveriesOf(mia, webhook)).toContainEqual(
      expect.objectContaining({ id, status: 'delivered', attempts: 2 }),
    );
    for (const wrong of [`/webhooks/${other.id}/deliveries/${id}`, `/webhooks/${webhook.id}/deliveries/x`])
      expect(said(await mia.post(`${wrong}/redeliver`))).toBe('404 not_found');
  });

  test('SPEC-037.18: replays what happened between two times, of its types, with the same ids', async () => {
    const early = await make.task(ann, project, { title: 'Before it was made' });
    await app.idle();
    const webhook = await listen(['task.created']);
    const task = await make.task(ann, project, { title: 'Seen' });
    await make.label(ann, project);
    await make.task(ann, await make.project(ann));
    await allSent();
    const [seen] = came();
    const replay = (body: object) => mia.post(`/webhooks/${webhook.id}/replay`, body);
    const all = await replay({ since: '2020-01-01T00:00:00Z' });
    expect([all.status, all.body.data]).toEqual([
      200,
      { since: '2020-01-01T00:00:00.000Z', until: expect.any(String), queued: 2, is_complete: true },
    ]);
    await allSent();
    const again = came().slice(1);
    expect(again.map(({ data }) => data.id).sort()).toEqual([early.id, task.id].sort());
    expect(again.find(({ data }) => data.id === task.id)?.id).toBe(seen?.id);
    expect((await replay({ since: seen?.timestamp, until: seen?.timestamp })).body.data).toMatchObject({ queued: 1 });
    expect((await replay({ since: '2199-01-01T00:00:00Z', until: '2199-01-02T00:00:00Z' })).body.data).toMatchObject({
      queued: 0,
    });
    for (const wrong of [
      {},
      { since: 'yesterday' },
      { since: 7 },
      { since: '2026-01-02T00:00:00Z', until: '2026-01-01T00:00:00Z' },
      { since: '2026-01-01T00:00:00Z', types: [] },
    ])
      expect(said(await replay(wrong))).toBe('422 validation_failed');
  });

  test('SPEC-037.18: replays a long time in the background, one replay at a time, and not more than the receiver takes', async () => {
    const webhook = await listen(['task.created']);
    const crowd = `
      INSERT INTO events (type, subject_type, subject_id, data, created_at)
      SELECT 'task.created', 'task', n, json_build_object('projectId', $1::bigint, 'taskId', n, 'title', 'T'),
        timestamptz '2001-01-01' + n * interval '1 second' FROM generate_series(1, 12500) n`;
    await app.database.execute(crowd, [project.id]);
    await mia.patch(`/webhooks/${webhook.id}`, { is_active: false });
    const times = { since: '2001-01-01T00:00:00Z', until: '2001-12-31T00:00:00Z' };
    const first = await mia.post(`/webhooks/${webhook.id}/replay`, times);
    expect(first.body.data).toMatchObject({ queued: 10_000, is_complete: false });
    expect(said(await mia.post(`/webhooks/${webhook.id}/replay`, times))).toBe('409 limit_reached');
    const count = async () =>
      (
        await app.database.query(`SELECT count(*)::int AS count FROM webhook_deliveries WHERE webhook_id = $1`, [
          webhook.id,
        ])
      )[0];
    await app.database.transaction(() => app.get(Replays).goOn());
    expect(await count()).toEqual({ count: 10_000 });
    await app.database.execute(
      `UPDATE webhook_deliveries SET due_at = NULL, status = 'delivered' WHERE webhook_id = $1`,
      [webhook.id],
    );
    for (let steps = 0; steps < 3; steps++) await app.database.transaction(() => app.get(Replays).goOn());
    expect(await count()).toEqual({ count: 12_500 });
    expect((await mia.post(`/webhooks/${webhook.id}/replay`, { since: times.until, until: times.until })).status).toBe(
      200,
    );
  });

  test('SPEC-037.23: what a dead process had taken is sent by another one', async () => {
    const webhook = await listen();
    receiver.conduct = () => 500;
    await make.task(ann, project);
    await allSent();
    const { next_attempt_at } = await onlyDelivery(webhook);
    receiver.conduct = () => 204;
    const due = new Date(next_attempt_at!);
    // Taken by a process that died: the lease is all that there is of it.
    await app.database.execute(`UPDATE webhook_deliveries SET due_at = $2 WHERE webhook_id = $1`, [
      webhook.id,
      new Date(due.getTime() + MINUTE),
    ]);
    setTime(new Date(due.getTime() + MINUTE - 1), app, beside);
    await allSent();
    expect(requests()).toHaveLength(1);
    setTime(new Date(due.getTime() + MINUTE), app, beside);
    await allSent();
    expect([requests().length, (await onlyDelivery(webhook)).status]).toEqual([2, 'delivered']);
  });

  test('SPEC-037.24: operators see what waits, what was given up, and how attempts end', async () => {
    const key = { 'X-API-Key': 'test-internal-key-0123456789abcdef' };
    await listen();
    await make.task(ann, project);
    await allSent();
    await app.database.execute(
      `UPDATE webhook_deliveries SET status = 'dead' WHERE event_id = (SELECT max(id) FROM events WHERE type = 'task.created')`,
    );
    const { text } = await app.http.get('/metrics', key);
    expect(text).toMatch(/^webhook_attempts_total\{result="delivered"\} \d+$/m);
    expect(text).toMatch(/^webhook_deliveries_waiting \d+$/m);
    expect(text).toMatch(/^webhook_deliveries_dead [1-9]\d*$/m);
    const { body } = await app.http.get('/internal/stats', key);
    expect(body.data).toMatchObject({ webhook_deliveries: { waiting: expect.any(Number), dead: expect.any(Number) } });
  });
});
