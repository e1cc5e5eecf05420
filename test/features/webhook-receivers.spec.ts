import { NameResolver } from '../../src/platform/outgoing/name-resolver.js';
import { startApp, type TestApp } from '../support/app.js';
import { setTime } from '../support/clock.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';
import { deliveriesOf, hook, type ListedDelivery, Receiver, sent } from '../support/receiver.js';

let app: TestApp;
/** Allows no private address. */
let strict: TestApp;
let receiver: Receiver;
let secure: Receiver;
let ann: Person;
let sue: Person;
let names: Record<string, string[]>;

beforeAll(async () => {
  app = await startApp({ WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1/32' });
  strict = await startApp();
  receiver = await Receiver.open();
  secure = await Receiver.open({ secure: true });
  [ann, sue] = [await app.person('Ann'), await strict.person('Sue')];
  for (const one of [app, strict]) one.get(NameResolver).resolve = (name) => Promise.resolve(names[name] ?? []);
});

beforeEach(() => {
  names = { 'receiver.example': ['127.0.0.1'] };
  // Nothing is tried a second time.
  setTime(new Date(), app, strict);
  receiver.conduct = () => 204;
});

afterAll(async () => {
  await strict.stop();
  await app.stop();
  await Promise.all([receiver.close(), secure.close()]);
});

/** What comes of a delivery to this address. */
async function attempt(url: string, meanwhile: () => void = () => undefined): Promise<ListedDelivery> {
  const [at, person] = names['rebind.example'] ? [strict, sue] : [app, ann];
  const project = await make.project(person);
  const webhook = await hook(person, project, url);
  meanwhile();
  await make.task(person, project);
  await sent(at);
  return (await deliveriesOf(person, webhook))[0]!;
}

const FAILED = { status: 'failing', attempts: 1, last_status: null };

describe('A receiver', () => {
  test('SPEC-037.21: whose name leads to a private address only when it is sent to is not called', async () => {
    names = { 'rebind.example': ['93.184.216.34'] };
    const before = receiver.requests.length;
    const delivery = await attempt(
      receiver.url('/', 'rebind.example'),
      () => (names['rebind.example'] = ['127.0.0.1']),
    );
    expect(delivery).toMatchObject({ ...FAILED, last_error: 'address_not_allowed' });
    expect(receiver.requests).toHaveLength(before);
  });

  test('SPEC-037.21: is called at the address that was checked, and its name is resolved once', async () => {
    let looks = 0;
    app.get(NameResolver).resolve = (name) =>
      Promise.resolve(name === 'once.example' && ++looks > 0 ? ['127.0.0.1'] : []);
    const delivery = await attempt(receiver.url('/once', 'once.example'), () => (looks = 0));
    expect([delivery.status, looks]).toEqual(['delivered', 1]);
    expect(receiver.requests.at(-1)?.headers.host).toBe(`once.example:${receiver.port}`);
    app.get(NameResolver).resolve = (name) => Promise.resolve(names[name] ?? []);
  });

  test('SPEC-037.21: without an address, or away, is tried again', async () => {
    expect(await attempt('https://nowhere.example/')).toMatchObject({
      ...FAILED,
      last_error: 'The name has no address.',
    });
    const gone = await Receiver.open();
    await gone.close();
    expect(await attempt(gone.url())).toMatchObject({ ...FAILED, last_error: 'The connection failed: ECONNREFUSED' });
  });

  test('SPEC-037.22: whose certificate is wrong gets nothing', async () => {
    const delivery = await attempt(secure.url('/', 'receiver.example'));
    expect(delivery).toMatchObject({ ...FAILED, last_error: expect.stringMatching(/^The connection failed: .*CERT/) });
    expect(secure.requests).toEqual([]);
  });

  test('SPEC-037.22: may answer without an end: its status counts, and little is read of the rest', async () => {
    const mebibyte = Buffer.alloc(1_048_576);
    let taken = 0;
    receiver.conduct = (_, response) => {
      response.writeHead(200, { 'Content-Length': 10_737_418_240 });
      const pour = () => {
        while (!response.destroyed && response.write(mebibyte)) taken++;
      };
      response.on('drain', pour);
      pour();
    };
    expect(await attempt(receiver.url())).toMatchObject({ status: 'delivered', last_status: 200 });
    expect(taken).toBeLessThan(100);
  });

  test('SPEC-037.22: may answer a byte a minute: its status counts, and nobody waits for the rest', async () => {
    receiver.conduct = (_, response) => void response.writeHead(503).write('.');
    const delivery = await attempt(receiver.url());
    expect(delivery).toMatchObject({ status: 'failing', last_status: 503, last_error: 'The answer was 503.' });
  });

  test('SPEC-037.11: that does not answer within 10 s has failed', async () => {
    receiver.conduct = () => undefined;
    const delivery = await attempt(receiver.url());
    expect(delivery).toMatchObject({ ...FAILED, last_error: 'There was no answer within 10 s.' });
  });

  test('SPEC-037.22: may speak another protocol, or send a head without an end', async () => {
    receiver.conduct = (_, response) =>
      void response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
    expect(await attempt(receiver.url())).toMatchObject(FAILED);
    receiver.conduct = (_, response) =>
      void response.socket?.end(`HTTP/1.1 200 OK\r\nA: ${'x'.repeat(100_000)}\r\n\r\n`);
    expect(await attempt(receiver.url())).toMatchObject({
      ...FAILED,
      last_error: 'The connection failed: HPE_HEADER_OVERFLOW',
    });
  });
});
