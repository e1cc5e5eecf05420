import { WebhookHealth } from '../../src/features/webhooks/webhook-health.service.js';
import type { TestApp } from '../support/app.js';
import { setTime } from '../support/clock.js';
import type { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { deliveriesOf, type MadeWebhook, type Receiver, verifies } from '../support/receiver.js';
import { HOUR, MINUTE, SECOND, WebhookStage } from '../support/webhook-stage.js';

let stage: WebhookStage;
let app: TestApp;
let beside: TestApp;
let receiver: Receiver;
let mailbox: Mailbox;
let ann: Person;
let mia: Person;
let project: { id: number };
let path: string;
let listen: WebhookStage['listen'];
let came: WebhookStage['came'];
let requests: WebhookStage['requests'];
let allSent: WebhookStage['allSent'];
let after: WebhookStage['after'];

beforeAll(async () => {
  stage = await WebhookStage.open();
  ({ app, beside, receiver, mailbox, ann, mia, listen, came, requests, allSent, after } = stage);
});

beforeEach(async () => {
  await stage.begin();
  ({ project, path } = stage);
});

afterAll(() => stage.close());

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

describe('A receiver that hangs', () => {
  test('SPEC-037.12: delays no other, and what waits for it is attempted one at a time', async () => {
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
