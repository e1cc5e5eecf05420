import type { TestApp } from '../support/app.js';
import { setTime } from '../support/clock.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { deliveriesOf, hook, type Receiver, verifies } from '../support/receiver.js';
import { HOUR, MINUTE, SECOND, WebhookStage } from '../support/webhook-stage.js';

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
let after: WebhookStage['after'];

beforeAll(async () => {
  stage = await WebhookStage.open();
  ({ app, beside, receiver, ann, mia, listen, came, requests, onlyDelivery, allSent, after } = stage);
});

beforeEach(async () => {
  await stage.begin();
  ({ project, path } = stage);
});

afterAll(() => stage.close());

describe('A delivery', () => {
  test('SPEC-037.8: is a signed POST with the id of its event, which the public library verifies', async () => {
    const { secret, id } = await listen();
    const task = await make.task(ann, project, { title: 'Prune the roses' });
    await allSent();
    const [request] = requests();
    const shown = (await ann.get(`/tasks/${task.id}`)).body.data;
    const delivery = await onlyDelivery({ id });
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
    expect(
      came()
        .map(({ type }) => type)
        .sort(),
    ).toEqual(
      [
        ...['task.created', 'task.updated', 'task.created', 'task.moved', 'task.deleted', 'task.restored'],
        ...['comment.added', 'comment.edited', 'comment.deleted', 'label.created', 'label.updated', 'label.deleted'],
        ...['member.joined', 'member.role_changed', 'member.removed', 'project.updated'],
      ].sort(),
    );
    expect(came(`${path}-few`).map(({ type }) => type)).toEqual(['comment.added']);
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

  test('SPEC-037.10: that can not be made ends like one that fails, and its webhook is in order', async () => {
    const webhook = await listen();
    receiver.conduct = () => 500;
    await make.task(ann, project);
    await allSent();
    receiver.conduct = () => 204;
    await app.database.query(`UPDATE webhook_deliveries SET kind = 'weather' WHERE webhook_id = $1`, [webhook.id]);
    await app.database.query('UPDATE webhooks SET failing_since = NULL WHERE id = $1', [webhook.id]);
    for (let attempt = 2; attempt <= 10; attempt++) {
      const { next_attempt_at } = await onlyDelivery(webhook);
      await after(0, new Date(next_attempt_at!));
    }
    const last_error = 'It could not be made; the log says why.';
    expect(await onlyDelivery(webhook)).toMatchObject({ status: 'dead', attempts: 10, last_status: null, last_error });
    expect(requests()).toHaveLength(1);
    const failing = await app.database.query('SELECT FROM webhooks WHERE id = $1 AND failing_since IS NOT NULL', [
      webhook.id,
    ]);
    expect(failing).toHaveLength(0);
  });

  test('SPEC-037.11: was taken with any 2xx, and with nothing else; no redirect is followed', async () => {
    const webhook = await listen();
    // What fails comes again after five seconds: not within this test.
    setTime(new Date(), app, beside);
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
});
