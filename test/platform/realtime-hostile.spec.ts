import supertest from 'supertest';
import { startApp, type TestApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import type { Person } from '../support/people.js';
import { tell } from '../support/tell.js';

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
});
afterEach(() => LiveClient.closeAll());
afterAll(() => app.stop());

/** The program is as it was: somebody well-behaved is served. */
async function expectServed(): Promise<void> {
  const client = await LiveClient.of(ann);
  await tell(app, ann);
  await client.hears(1);
  client.close();
}

/** Past everything that the official client would check, as one WebSocket frame. */
function throwFrame(client: LiveClient, frame: string | Buffer): void {
  (client.socket.io.engine.transport as unknown as { ws: { send(data: string | Buffer): void } }).ws.send(frame);
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

const FRAMES: [string, string | Buffer][] = [
  ['an event without a name', '42[]'],
  ['an event with a number for a name', '42[1]'],
  ['an event with an object for a name', '42[{"toString":1}]'],
  ['an event with a reserved name', '42["disconnect"]'],
  ['an acknowledgement of nothing', '43999["x"]'],
  ['an acknowledgement id beyond all numbers', '429999999999999999999999["authenticate",{"token":"x"}]'],
  ['JSON that is none', '42["authenticate",{'],
  ['JSON that is deep', `42["authenticate",${nested(7_000)}]`],
  ['a deep text in a deep binary event', `451-["authenticate",${nested(7_000)}]`],
  ['a prototype for an object', '421["authenticate",{"__proto__":{"token":"x"},"token":{"__proto__":null}}]'],
  ['a binary event that promises too much', '45999999-["x",{"_placeholder":true,"num":0}]'],
  ['a placeholder that points nowhere', '451-["x",{"_placeholder":true,"num":-1}]'],
  ['a second introduction', '40{"token":"x"}'],
  ['another namespace', '40/admin,{"token":"x"}'],
  ['a packet of an unknown type', '49'],
  ['a frame of an unknown type', 'x'],
  ['an empty frame', ''],
  ['binary where none was announced', Buffer.from([1, 2, 3])],
  ['a ping the wrong way', '2'],
  ['an upgrade of what is upgraded', '5'],
  ['a lone surrogate', '420["\\ud800",{"token":"\\udfff"}]'],
  ['a NUL', '420["authenticate",{"token":"\\u0000"}]'],
  ['a frame beyond the limit', `42["authenticate","${'x'.repeat(20_000)}"]`],
];

it.each(FRAMES)('SPEC-010.31: %s harms nobody but its sender', async (_what, frame) => {
  const client = await LiveClient.of(ann);
  throwFrame(client, frame);
  await expectServed();
  expect(client.says('closing')).toEqual([]);
});

it('SPEC-010.31: a frame beyond the limit closes the connection', async () => {
  const client = await LiveClient.of(ann);
  throwFrame(client, `42["hello","${'x'.repeat(20_000)}"]`);
  await client.closing();
});

it('SPEC-010.31: whatever a client introduces itself with, it is refused and nothing breaks', async () => {
  const introductions = ['40', '40{}', '40[]', '40null', '40"x"', '40{"token":[]}', `40{"token":${nested(5_000)}}`];
  for (const frame of introductions) {
    const answers = await talk('/ws/?EIO=4&transport=polling', frame);
    expect([frame, answers]).toEqual([frame, expect.not.stringContaining('"sid"')]);
  }
  await expectServed();
});

it('SPEC-010.31: many introductions on one connection make one socket', async () => {
  const frame = `40${JSON.stringify({ token: ann.token })}`;
  const answers = await talk('/ws/?EIO=4&transport=polling', Array<string>(10).fill(frame).join('\x1e'));
  expect(answers.match(/"sid"/g)?.length ?? 0).toBeLessThanOrEqual(1);
  await expectServed();
});

it('SPEC-010.31: requests to /ws/ that make no sense are refused', async () => {
  const paths = [
    '/ws/',
    '/ws/?EIO=4',
    '/ws/?EIO=3&transport=polling',
    '/ws/?EIO=4&transport=websocket',
    '/ws/?EIO=4&transport=webtransport',
    '/ws/?EIO=4&transport=__proto__',
    '/ws/?EIO=4&transport=polling&sid=nobody',
    '/ws/?EIO=4&transport=polling&sid=__proto__',
    '/ws/?EIO=4&transport=polling&EIO=5&sid=constructor',
  ];
  for (const path of paths) expect([path, (await supertest(app.url).get(path)).status]).toEqual([path, 400]);
  const posted = await supertest(app.url).post('/ws/?EIO=4&transport=polling').send('40');
  expect(posted.status).toBe(400);
  expect((await supertest(app.url).get('/ws/socket.io.js')).status).toBe(400);
  await expectServed();
});

const GOODBYE = '1';

/** Speaks Engine.IO by hand: opens, sends, and returns what is answered. */
async function talk(path: string, frames: string): Promise<string> {
  const opened = await supertest(app.url).get(path);
  const { sid } = JSON.parse(opened.text.slice(1)) as { sid: string };
  const at = `${path}&sid=${sid}`;
  const sent = await supertest(app.url).post(at).type('text/plain').send(frames);
  const answer = await supertest(app.url).get(at);
  await supertest(app.url).post(at).type('text/plain').send(GOODBYE);
  return sent.ok && answer.ok ? answer.text : String(answer.status);
}
