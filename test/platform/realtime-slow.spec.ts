import type { Socket } from 'node:net';
import { Connections } from '../../src/platform/realtime/connections.js';
import { Realtime } from '../../src/platform/realtime/realtime.js';
import { startApp, type TestApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterEach(() => LiveClient.closeAll());
afterAll(() => app.stop());

/** What it hears the world by. */
function earOf(client: LiveClient): Socket {
  const { ws } = client.socket.io.engine.transport as unknown as { ws: { _socket: Socket } };
  return ws._socket;
}

it('SPEC-010.33: who takes nothing is cut off, and the person’s other connections go on', async () => {
  const ann = await app.person('Ann');
  const awake = await LiveClient.of(ann);
  const asleep = await LiveClient.of(ann);
  const ear = earOf(asleep).pause();
  const connections = app.get(Connections);
  const text = 'x'.repeat(5_000);
  let seq = 0;
  while (connections.ofPerson(ann.id).length === 2 && seq < 20_000) {
    const messages = Array.from({ length: 100 }, () => {
      return { id: ++seq, seq, type: 'x', data: { text }, timestamp: new Date() };
    });
    await app.get(Realtime).push(new Map([[ann.id, messages]]));
    await awake.hears(seq);
  }
  expect(connections.ofPerson(ann.id).length).toBe(1);
  expect(awake.ended).toBeUndefined();
  expect(awake.seqs.length).toBe(seq);
  ear.resume();
  await asleep.closing();
  expect(asleep.seqs.length).toBeLessThan(seq);
});
