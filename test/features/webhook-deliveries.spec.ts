import { WebhookHealth } from '../../src/features/webhooks/webhook-health.service.js';
import { Replays } from '../../src/features/deliveries/replay.service.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { letTimePass, setTime } from '../support/clock.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { said } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import {
  deliveriesOf,
  hook,
  type ListedDelivery,
  type MadeWebhook,
  Receiver,
  sent,
  type Sent,
  verifies,
} from '../support/receiver.js';

const ALLOWED = { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' };
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let app: TestApp;
let beside: TestApp;
let mailbox: Mailbox;
let receiver: Receiver;
let ann: Person;
let mia: Person;
let project: { id: number };
let path: string;
let made = 0;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ ...ALLOWED, SMTP_URL: mailbox.url });
  beside = await startBeside(app, ALLOWED);
  receiver = await Receiver.open();
  [ann, mia] = [await app.person('Ann'), await app.person('Mia')];
});

beforeEach(async () => {
  letTimePass(app, beside);
  receiver.conduct = () => 204;
  project = await make.project(ann);
  await join(app, project, mia, 'manager');
  await app.idle();
  path = `/hook-${++made}`;
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
  await receiver.close();
  await mailbox.close();
});

const listen = (types: string[] = ['task.*'], to = path) => hook(mia, project, receiver.url(to), { types });
const came = (to = path): Sent[] => receiver.at(to);
const requests = (to = path) => receiver.requests.filter((one) => one.path === to);
const typesAt = (to = path) => came(to).map(({ type }) => type);

async function onlyDelivery(webhook: MadeWebhook): Promise<ListedDelivery> {
  const [delivery] = await deliveriesOf(mia, webhook);
  return delivery!;
}

/** Everything that is due has been attempted, on whichever instance. */
async function allSent(): Promise<void> {
  await sent(app);
  await sent(beside);
  await sent(app);
}

/** So much later, for all instances; everything that is due then has been attempted. */
async function after(milliseconds: number, from: Date): Promise<Date> {
  const now = new Date(from.getTime() + milliseconds);
  setTime(now, app, beside);
  await allSent();
  return now;
}

describe('A delivery', () => {
  test('SPEC-037.8: is a signed POST with the id of its event, which the public library verifies', async () => {
    const { secret, id } = await listen();
    const task = await make.task(ann, project, { title: 'Prune the roses' });
    await allSent();
    const [request] = requests();
    const shown = (await ann.get(`/tasks/${task.id}`)).body.data;
    const delivery = await onlyDelivery({ id } as MadeWebhook);
    const actor = { id: ann.id, display_name: 'Ann', kind: 'person' };
    expect(came()).toEqual([
      {
        id: delivery.event_id,
        type: 'task.created',
        timestamp: expect.any(String),
        project_id: project.id,
        actor,
        data: shown,
      },
    ]);
    expect(request?.headers).toMatchObject({
      ...{ 'webhook-id': String(delivery.event_id), 'content-type': 'application/json; charset=utf-8' },
      'user-agent': 'fasttrack-webhooks',
    });
    expect([verifies(request!, secret), verifies({ ...request!, body: `${request!.body} ` }, secret)]).toEqual([
      true,
      false,
    ]);
    expect(delivery).toMatchObject({
      type: 'task.created',
      status: 'delivered',
      attempts: 1,
      last_status: 204,
      last_error: null,
      next_attempt_at: null,
    });
  });

  test('SPEC-037.9: comes of everything that a webhook hears of, and of nothing else', async () => {
    await listen(['task.*', 'comment.*', 'member.*', 'label.*', 'file.*', 'project.updated']);
    await listen(['comment.added'], `${path}-few`);
    const other = await make.project(ann);
    await make.task(ann, other);
    const task = await make.task(ann, project, { assignee_id: ann.id });
    await ann.patch(`/tasks/${task.id}`, {
      title: 'New',
      description: 'Words',
      assignee_id: mia.id,
      status: 'in_progress',
    });
    await make.task(ann, project);
    await ann.post(`/tasks/${task.id}/move`, { to: 'last' });
    const comment = await make.comment(mia, task);
    await mia.patch(`/comments/${comment.id}`, { body: 'Better' });
    await mia.delete(`/comments/${comment.id}`);
    const label = await make.label(ann, project);
    await ann.patch(`/labels/${label.id}`, { name: 'less urgent' });
    await ann.delete(`/labels/${label.id}`);
    const ben = await join(app, project, await app.person('Ben'), 'viewer');
    await ann.patch(`/projects/${project.id}/members/${ben.id}`, { role: 'editor' });
    await ann.delete(`/projects/${project.id}/members/${ben.id}`);
    await ann.patch(`/projects/${project.id}`, { name: 'Park', description: 'Green' });
    await ann.delete(`/tasks/${task.id}`);
    await ann.post(`/tasks/${task.id}/restore`);
    await allSent();
    expect(typesAt().sort()).toEqual(
      [
        ...['task.created', 'task.updated', 'task.created', 'task.moved', 'task.deleted', 'task.restored'],
        ...['comment.added', 'comment.edited', 'comment.deleted', 'label.created', 'label.updated', 'label.deleted'],
        ...['member.joined', 'member.role_changed', 'member.removed', 'project.updated'],
      ].sort(),
    );
    expect(typesAt(`${path}-few`)).toEqual(['comment.added']);
    expect(new Set(came().map(({ project_id }) => project_id))).toEqual(new Set([project.id]));
  });

  test('SPEC-037.9: shows the thing as it is when it is sent, and of what is gone what is still known', async () => {
    const all = await listen(['task.*', 'comment.*', 'member.*', 'label.*', 'file.*', 'project.updated']);
    await mia.patch(`/webhooks/${all.id}`, { is_active: true });
    receiver.conduct = () => 500;
    const task = await make.task(ann, project, { title: 'Old' });
    await allSent();
    receiver.conduct = () => 204;
    await ann.patch(`/tasks/${task.id}`, { title: 'New' });
    const now = await after(7 * SECOND, new Date());
    const titles = came().map(({ type, data }) => `${type} ${String(data.title)}`);
    expect([titles[0], titles.slice(1).sort()]).toEqual(['task.created Old', ['task.created New', 'task.updated New']]);

    const comment = await make.comment(ann, task);
    const label = await make.label(ann, project, { name: 'dry', color: '#aa5500' });
    const ben = await join(app, project, await app.person('Ben'), 'viewer');
    await after(SECOND, now);
    await ann.delete(`/comments/${comment.id}`);
    await ann.delete(`/labels/${label.id}`);
    await ben.delete(`/projects/${project.id}/members/${ben.id}`);
    await ann.delete(`/tasks/${task.id}`);
    await after(2 * SECOND, now);
    const last = (type: string) => came().findLast((one) => one.type === type)?.data;
    expect(last('comment.added')).toMatchObject({ id: comment.id, body: 'Well said' });
    expect(last('comment.deleted')).toEqual({ id: comment.id, task_id: task.id });
    expect(last('label.deleted')).toEqual({ id: label.id, project_id: project.id, name: 'dry', color: '#aa5500' });
    const user = { id: ben.id, display_name: 'Ben', kind: 'person' };
    expect(last('member.joined')).toEqual({ user, role: 'viewer', joined_at: expect.any(String) });
    expect(last('member.left')).toEqual({ user, role: 'viewer', joined_at: null });
    expect(last('task.deleted')).toEqual({ id: task.id, project_id: project.id, title: 'New' });
  });

  test('SPEC-037.9: of a task that moves goes to both projects', async () => {
    await listen();
    const elsewhere = await make.project(ann);
    await hook(ann, elsewhere, receiver.url(`${path}-there`));
    const task = await make.task(ann, project, { title: 'Wander' });
    await ann.post(`/tasks/${task.id}/move`, { project_id: elsewhere.id });
    await allSent();
    expect(came().at(-1)).toMatchObject({
      type: 'task.moved',
      project_id: project.id,
      data: { id: task.id, title: 'Wander' },
    });
    expect(came(`${path}-there`)).toMatchObject([
      { type: 'task.moved', project_id: elsewhere.id, data: { number: 1 } },
    ]);
  });

  test('SPEC-037.7: comes once of each change on any instance, and never of one that was refused', async () => {
    const { id } = await listen();
    const wishes = Array.from({ length: 40 }, (_, nth) => {
      const person = nth % 2 ? ann : beside.as(ann);
      return person.post(`/projects/${project.id}/tasks`, { title: nth % 4 ? `Task ${nth}` : '' });
    });
    const answers = await Promise.all(wishes);
    const ids = answers.filter(({ status }) => status === 201).map(({ body }) => (body.data as { id: number }).id);
    await allSent();
    expect(
      came()
        .map(({ data }) => data.id)
        .sort(),
    ).toEqual(ids.sort());
    expect((await deliveriesOf(mia, { id }, '?limit=100')).map(({ status }) => status)).toEqual(
      ids.map(() => 'delivered'),
    );
  });

  test('SPEC-037.10: that fails is made again, later and later, with the same id; then it is dead', async () => {
    const webhook = await listen();
    receiver.conduct = () => 500;
    await make.task(ann, project);
    await allSent();
    const PAUSES = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR)];
    for (const [nth, pause] of PAUSES.entries()) {
      const failing = await onlyDelivery(webhook);
      const last = { last_status: 500, last_error: 'The answer was 500.' };
      expect(failing).toMatchObject({ status: 'failing', attempts: nth + 1, ...last });
      const due = new Date(failing.next_attempt_at!);
      const before = nth === 0 ? Date.now() : lastAttempt.getTime();
      expect(due.getTime() - before).toBeLessThanOrEqual(pause * 1.2);
      if (nth > 0) expect(due.getTime() - before).toBeGreaterThanOrEqual(pause * 0.8);
      await after(-1, due);
      expect(requests()).toHaveLength(nth + 1);
      lastAttempt = await after(0, due);
    }
    expect(requests()).toHaveLength(10);
    expect(new Set(requests().map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await onlyDelivery(webhook)).toMatchObject({ status: 'dead', attempts: 10, next_attempt_at: null });
    expect(await deliveriesOf(mia, webhook, '?status=dead')).toHaveLength(1);
  });

  let lastAttempt = new Date();

  test('SPEC-037.11: was taken with any 2xx, and with nothing else; no redirect is followed', async () => {
    const webhook = await listen();
    const statuses = [200, 201, 202, 299, 301, 302, 307, 308, 400, 404, 503];
    receiver.conduct = (_, response, nth) =>
      void response.writeHead(statuses[nth - first]!, { Location: receiver.url('/lured') }).end();
    const first = receiver.requests.length + 1;
    for (const [nth] of statuses.entries()) {
      await make.task(ann, project, { title: `Task ${nth}` });
      await allSent();
    }
    const found = await deliveriesOf(mia, webhook);
    expect(found.map(({ status, last_status }) => [last_status, status])).toEqual(
      statuses.map((status) => [status, status < 300 ? 'delivered' : 'failing']),
    );
    expect(requests('/lured')).toEqual([]);
    expect(found[4]?.last_error).toBe('The answer was a redirect (301): none is followed.');
  });

  test('SPEC-037.12: to one that hangs delays no other, and what waits for it is attempted one at a time', async () => {
    const slow = await listen(['task.created'], `${path}-slow`);
    const answers: (() => void)[] = [];
    receiver.conduct = (request, response) =>
      request.path.endsWith('-slow') ? void answers.push(() => response.writeHead(204).end()) : 204;
    await listen(['task.created']);
    for (let nth = 0; nth < 12; nth++) await make.task(ann, project, { title: `Task ${nth}` });
    await app.idle();
    while (requests().length < 12) await new Promise((resolve) => setImmediate(resolve));
    // Each instance has one under way.
    expect(requests(`${path}-slow`).length).toBeLessThanOrEqual(2);
    receiver.conduct = () => 204;
    for (const answer of answers) answer();
    await allSent();
    expect(new Set(came(`${path}-slow`).map(({ id }) => id)).size).toBe(12);
    expect((await deliveriesOf(mia, slow)).every(({ status }) => status === 'delivered')).toBe(true);
  });
});

describe('A secret', () => {
  test('SPEC-037.6: is changed, and for 24 hours the one before signs too', async () => {
    const { id, secret: first } = await listen();
    const rotate = async () => ((await mia.post(`/webhooks/${id}/secret`)).body.data as MadeWebhook).secret;
    const second = await rotate();
    const verified = async (now: Date, ...secrets: string[]) => {
      setTime(now, app, beside);
      await make.task(ann, project);
      await allSent();
      return secrets.map((secret) => verifies(requests().at(-1)!, secret));
    };
    const start = new Date();
    expect(await verified(start, first, second)).toEqual([true, true]);
    expect(await verified(new Date(start.getTime() + 23.9 * HOUR), first, second)).toEqual([true, true]);
    expect(await verified(new Date(start.getTime() + 24.1 * HOUR), first, second)).toEqual([false, true]);
    const third = await rotate();
    expect(await verified(new Date(start.getTime() + 25 * HOUR), first, second, third)).toEqual([false, true, true]);
  });
});

describe('A webhook is paused', () => {
  const pausedMails = (person: Person) => mailbox.to(person.email).filter(({ text }) => text.includes('was paused'));
  const heard = async (person: Person) => {
    const { items } = (await person.get('/notifications')).body.data as { items: { type: string; data: object }[] };
    return items.filter(({ type }) => type === 'webhook_paused').map(({ data }) => data);
  };

  test('SPEC-037.13, SPEC-037.14: at once by 410, and its managers are told', async () => {
    const ed = await join(app, project, await app.person('Ed'), 'editor');
    const webhook = await listen();
    receiver.conduct = () => 410;
    await make.task(ann, project);
    await allSent();
    await make.task(ann, project);
    await allSent();
    expect(requests()).toHaveLength(1);
    expect((await mia.get(`/webhooks/${webhook.id}`)).body.data).toMatchObject({
      is_active: false,
      paused_reason: 'gone',
    });
    const told = { project_id: project.id, webhook_id: webhook.id, reason: 'gone' };
    expect([await heard(ann), await heard(mia), await heard(ed)]).toEqual([[told], [told], []]);
    expect([ann, mia, ed].map((person) => pausedMails(person).length)).toEqual([1, 1, 0]);
    expect(mailbox.newest(mia.email).text).toContain(`webhook ${webhook.id} of the project “Garden” was paused`);
  });

  test('SPEC-037.13: after five days without a success, and not before', async () => {
    const webhook = await listen();
    const start = new Date();
    const state = async () =>
      ((await mia.get(`/webhooks/${webhook.id}`)).body.data as { paused_reason: string | null }).paused_reason;
    const look = async (now: Date) => {
      setTime(now, app, beside);
      await app.get(WebhookHealth).pauseFailing();
      return state();
    };
    await make.task(ann, project);
    await allSent();
    expect(await look(new Date(start.getTime() + 10 * 24 * HOUR))).toBeNull();
    setTime(start, app, beside);
    receiver.conduct = () => 500;
    await make.task(ann, project);
    await allSent();
    expect(await look(new Date(start.getTime() + 5 * 24 * HOUR - MINUTE))).toBeNull();
    expect(await look(new Date(start.getTime() + 5 * 24 * HOUR + MINUTE))).toBe('no_success');
    await app.idle();
    expect((await heard(mia))[0]).toEqual({ project_id: project.id, webhook_id: webhook.id, reason: 'no_success' });
  });

  test('SPEC-037.15: hears of nothing new, and what waits is sent when it is active again', async () => {
    const webhook = await listen();
    receiver.conduct = () => 500;
    await make.task(ann, project, { title: 'Waits' });
    await allSent();
    await mia.patch(`/webhooks/${webhook.id}`, { is_active: false });
    receiver.conduct = () => 204;
    await make.task(ann, project, { title: 'Missed' });
    const now = await after(HOUR, new Date());
    expect(requests()).toHaveLength(1);
    const { body } = await mia.patch(`/webhooks/${webhook.id}`, { is_active: true });
    expect(body.data).toMatchObject({ is_active: true, paused_reason: null });
    await after(SECOND, now);
    expect(came().map(({ data }) => data.title)).toEqual(['Waits', 'Waits']);
  });

  test('SPEC-037.15: so is one whose project is in the trash, until it is restored', async () => {
    await listen();
    receiver.conduct = () => 500;
    await make.task(ann, project);
    await allSent();
    receiver.conduct = () => 204;
    await ann.delete(`/projects/${project.id}`);
    const now = await after(HOUR, new Date());
    expect(requests()).toHaveLength(1);
    await ann.post(`/projects/${project.id}/restore`);
    await after(SECOND, now);
    expect(requests()).toHaveLength(2);
  });
});

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
    const { text } = await app.http.get('/metrics', key);
    expect(text).toMatch(/^webhook_attempts_total\{result="delivered"\} \d+$/m);
    expect(text).toMatch(/^webhook_deliveries_waiting \d+$/m);
    expect(text).toMatch(/^webhook_deliveries_dead [1-9]\d*$/m);
    const { body } = await app.http.get('/internal/stats', key);
    expect(body.data).toMatchObject({ webhook_deliveries: { waiting: expect.any(Number), dead: expect.any(Number) } });
  });
});
