import { startApp, startBeside, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome, said } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { hook, type MadeWebhook } from '../support/receiver.js';

const URL = 'https://203.0.113.7/hook';
const ALLOWED = { WEBHOOK_ALLOWED_NETWORKS: '203.0.113.0/24, 10.1.0.0/16' };

let app: TestApp;
let beside: TestApp;
let ann: Person;
let mia: Person;
let ed: Person;
let project: { id: number };

beforeAll(async () => {
  app = await startApp(ALLOWED);
  beside = await startBeside(app, ALLOWED);
  [ann, mia, ed] = await Promise.all([app.person('Ann'), app.person('Mia'), app.person('Ed')]);
});

beforeEach(async () => {
  project = await make.project(ann);
  await join(app, project, mia, 'manager');
  await join(app, project, ed, 'editor');
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
});

const hooks = () => `/projects/${project.id}/webhooks`;
const wanted = (fields: object = {}) => ({ url: URL, types: ['task.*'], ...fields });

async function recorded(type: string, { id }: { id: number }): Promise<object[]> {
  const text = `SELECT data FROM events WHERE type = $1 AND subject_type = 'webhook' AND subject_id = $2 ORDER BY id`;
  return (await app.database.query<{ data: object }>(text, [type, id])).map(({ data }) => data);
}

describe('A webhook', () => {
  test('SPEC-037.1: is made by managers of the project, with a secret', async () => {
    const { status, body } = await mia.post(
      hooks(),
      wanted({ types: ['task.*', 'comment.added'], description: 'Chat' }),
    );
    expect([status, body.data]).toEqual([
      201,
      {
        ...{ id: expect.any(Number), project_id: project.id, url: URL, types: ['task.*', 'comment.added'] },
        ...{ description: 'Chat', is_active: true, paused_reason: null, created_at: expect.any(String) },
        ...{ updated_at: expect.any(String), secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) },
      },
    ]);
    const { id } = body.data as MadeWebhook;
    const asked = [
      ed.post(hooks(), wanted()),
      ed.get(hooks()),
      ...[ed.get(`/webhooks/${id}`), ed.patch(`/webhooks/${id}`, { is_active: false }), ed.delete(`/webhooks/${id}`)],
      ...['secret', 'ping', 'replay'].map((what) => ed.post(`/webhooks/${id}/${what}`, REPLAY[what])),
      ed.get(`/webhooks/${id}/deliveries`),
      ed.post(`/webhooks/${id}/deliveries/1/redeliver`),
    ];
    for (const answer of await Promise.all(asked)) expect(said(answer)).toBe('403 forbidden');
    expect(said(await mia.get('/webhooks/999999999'))).toBe('404 not_found');
  });

  const REPLAY: Record<string, object | undefined> = { replay: { since: '2026-01-01T00:00:00Z' } };

  test('SPEC-037.2: has an address and types that there are', async () => {
    const { id } = await hook(mia, project, URL);
    const wrong = [
      ...['', 'hook', 'ftp://203.0.113.7/', '//203.0.113.7', 'https://', 'https://ann:pw@203.0.113.7/'],
      ...['https://203.0.113.7/#a', `https://203.0.113.7/${'x'.repeat(2000)}`, 'https://203.0.113.7/\u0000', 7, null],
      ...['https://203.0.113.7:99999/', ' https://203.0.113.7/', 'javascript:alert(1)'],
    ].map((url) => ({ url }));
    const types = [
      [],
      ['task'],
      ['*'],
      ['task.exploded'],
      ['task.created', 'task.created'],
      'task.*',
      null,
      [7],
      ['Task.*'],
    ];
    const others = [{ description: 7 }, { secret: 'whsec_mine' }, { project_id: 7 }, { id: 7 }];
    for (const fields of [...wrong, ...types.map((list) => ({ types: list })), ...others]) {
      const answers = [await mia.post(hooks(), wanted(fields)), await mia.patch(`/webhooks/${id}`, fields)];
      for (const answer of answers) {
        const [field] = Object.keys(fields);
        expect([fields, ...outcome(answer), answer.body.error?.details[0]?.field]).toEqual([
          ...[fields, 422, 'validation_failed', field],
        ]);
      }
    }
    expect(said(await mia.post(hooks(), wanted({ is_active: false })))).toBe('422 validation_failed');
    expect(
      said(await mia.post(hooks(), wanted({ types: ['ping', 'member.*', 'label.*', 'file.*', 'project.updated'] }))),
    ).toBe('201');
  });

  test('SPEC-037.3: is one of twenty at most, also when many are made at once', async () => {
    const wishes = Array.from({ length: 24 }, (_, nth) => (nth % 2 ? mia : beside.as(ann)).post(hooks(), wanted()));
    const answers = (await Promise.all(wishes)).map(said).sort();
    expect(answers).toEqual([...Array<string>(20).fill('201'), ...Array<string>(4).fill('409 limit_reached')]);
  });

  test('SPEC-037.4: is listed, shown, changed and deleted', async () => {
    const { id, secret } = await hook(mia, project, URL, { description: 'Chat' });
    const other = await hook(mia, project, 'https://203.0.113.8/');
    const { body } = await mia.get(`${hooks()}?limit=1`);
    expect([body.data]).toEqual([
      expect.objectContaining({ items: [expect.objectContaining({ id })], has_more: true }),
    ]);
    const changed = await mia.patch(`/webhooks/${id}`, {
      types: ['label.*'],
      url: 'https://203.0.113.9/',
      description: null,
    });
    expect(changed.body.data).toMatchObject({ types: ['label.*'], url: 'https://203.0.113.9/', description: null });
    expect((await mia.get(`/webhooks/${id}`)).body.data).toEqual(changed.body.data);
    expect(JSON.stringify([body, changed.body])).not.toContain(secret.slice(6));
    expect(said(await mia.patch(`/webhooks/${id}`, {}))).toBe('200');
    expect(said(await mia.delete(`/webhooks/${id}`))).toBe('200');
    expect(said(await mia.get(`/webhooks/${id}`))).toBe('404 not_found');
    expect((await mia.get(hooks())).body.data).toMatchObject({ items: [{ id: other.id }] });
  });

  test('SPEC-037.4: of an archived project stays as it is, and one of a deleted project is gone', async () => {
    const { id } = await hook(mia, project, URL);
    await ann.patch(`/projects/${project.id}`, { status: 'archived' });
    const writes = [
      ...[mia.post(hooks(), wanted()), mia.patch(`/webhooks/${id}`, { is_active: false })],
      ...[mia.post(`/webhooks/${id}/secret`), mia.delete(`/webhooks/${id}`)],
    ];
    for (const answer of await Promise.all(writes)) expect(said(answer)).toBe('409 project_archived');
    expect(said(await mia.get(`/webhooks/${id}`))).toBe('200');
    await ann.delete(`/projects/${project.id}`);
    expect(said(await mia.get(`/webhooks/${id}`))).toBe('404 not_found');
  });

  test('SPEC-037.5: shows its secret once, and is stored with none that can be read', async () => {
    const { id, secret } = await hook(mia, project, URL);
    const shown = [
      await mia.get(`/webhooks/${id}`),
      await mia.get(hooks()),
      await mia.patch(`/webhooks/${id}`, { types: ['ping'] }),
    ];
    const rows = await app.database.query(
      `SELECT w::text AS row, encode(secret, 'escape') AS sealed FROM webhooks w WHERE id = $1`,
      [id],
    );
    const events = await app.database.query('SELECT data FROM events WHERE subject_type = $1', ['webhook']);
    const all = JSON.stringify([shown.map(({ body }) => body), rows, events]);
    expect(all).not.toContain(secret);
    expect(all).not.toContain(secret.slice(6, 30));
    expect(shown.map(({ body }) => 'secret' in (body.data as object))).toEqual([false, false, false]);
  });

  test('SPEC-037.5: a repeated request with its key is answered with the same secret', async () => {
    const ask = () => mia.post(hooks(), wanted(), { 'Idempotency-Key': 'one-hook' });
    const [first, second] = [await ask(), await ask()];
    expect(second.body.data).toEqual(first.body.data);
    expect(((await mia.get(hooks())).body.data as { items: object[] }).items).toHaveLength(1);
  });

  test('SPEC-037.19: every change of it is recorded, without its address and its secret', async () => {
    const made = await hook(mia, project, URL);
    await mia.patch(`/webhooks/${made.id}`, { url: 'https://203.0.113.9/', is_active: false });
    await mia.patch(`/webhooks/${made.id}`, { is_active: false });
    await mia.post(`/webhooks/${made.id}/secret`);
    await mia.post(`/webhooks/${made.id}/ping`);
    await mia.delete(`/webhooks/${made.id}`);
    const about = { webhookId: made.id, projectId: project.id };
    expect(await recorded('webhook.created', made)).toEqual([{ ...about, types: ['task.*'] }]);
    expect(await recorded('webhook.updated', made)).toEqual([
      { ...about, fields: ['url', 'is_active'], types: ['task.*'] },
    ]);
    for (const type of ['webhook.secret_rotated', 'webhook.pinged', 'webhook.deleted'])
      expect([type, await recorded(type, made)]).toEqual([type, [about]]);
  });
});
