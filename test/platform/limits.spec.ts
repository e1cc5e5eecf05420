import { start, stopAll, type Asked } from './limited-app.js';
import { hasRedisServer, RedisServer, sleep } from './redis-server.js';

afterEach(stopAll);

/** So many seconds are left of a minute, on a machine that may be busy. */
const A_MINUTE = /^([3-5]\d|60)$/;

const as = (id: number, more: Record<string, string> = {}): Asked => ({
  headers: { authorization: `Bearer genuine-${id}`, ...more },
});
const from = (address: string): Asked => ({ headers: { 'x-forwarded-for': address } });

describe('the limit of the API', () => {
  it('SPEC-009.1: so many requests pass, the next is refused and told when to come back', async () => {
    const call = await start({ RATE_LIMIT_REQUESTS: '3', RATE_LIMIT_WINDOW_SECONDS: '60' });
    for (let n = 0; n < 3; n += 1) expect((await call()).status).toBe(200);
    const refused = await call();

    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toMatch(A_MINUTE);
    expect(JSON.parse(refused.body)).toMatchObject({ data: null, error: { code: 'rate_limited', details: [] } });
  });

  it('SPEC-009.3: a refused caller who waits as told is let in, however often it has knocked meanwhile', async () => {
    const call = await start({ RATE_LIMIT_REQUESTS: '2', RATE_LIMIT_WINDOW_SECONDS: '5' });
    await call();
    await call();
    const refused = await call();
    const knocks = await Promise.all(Array.from({ length: 20 }, () => call()));
    expect(knocks.filter(({ status }) => status !== 429)).toEqual([]);
    await sleep(Number(refused.headers['retry-after']) * 1000);

    expect((await call()).status).toBe(200);
  });

  it('SPEC-009.4: a person has one count, on whatever route and from whatever address', async () => {
    const call = await start({ RATE_LIMIT_REQUESTS: '3', TRUST_PROXY: '1' });
    await call(as(7, { 'x-forwarded-for': '203.0.113.1' }));
    await call({ ...as(7, { 'x-forwarded-for': '203.0.113.2' }), path: '/nowhere' });
    await call({ ...as(7, { 'x-forwarded-for': '2001:db8::3' }), method: 'POST' });

    expect((await call(as(7, { 'x-forwarded-for': '203.0.113.4' }))).status).toBe(429);
    expect((await call(as(8, { 'x-forwarded-for': '203.0.113.4' }))).status).toBe(200);
    expect((await call(from('203.0.113.1'))).status).toBe(200);
  });

  it('SPEC-009.5: strangers count by address, for IPv6 by the /64, and IPv4 in IPv6 is IPv4', async () => {
    const call = await start({ RATE_LIMIT_REQUESTS: '2', TRUST_PROXY: '1' });
    await call(from('2001:db8:1:2::1'));
    await call(from('2001:db8:1:2:ffff::2'));
    await call(from('203.0.113.1'));
    await call(from('::ffff:203.0.113.1'));

    expect((await call(from('2001:db8:1:2:3:4:5:6'))).status).toBe(429);
    expect((await call(from('2001:db8:1:3::1'))).status).toBe(200);
    expect((await call(from('203.0.113.1'))).status).toBe(429);
    expect((await call(from('203.0.113.2'))).status).toBe(200);
  });

  it('SPEC-009.6: a token that is not genuine names nobody, so the request counts for its address', async () => {
    const call = await start({ RATE_LIMIT_REQUESTS: '2' });
    await call({ headers: { authorization: 'Bearer forged-1' } });
    await call({ headers: { authorization: 'Bearer forged-2' } });

    expect((await call({ headers: { authorization: 'Bearer forged-3' } })).status).toBe(429);
    expect((await call(as(1))).status).toBe(200);
  });

  it('SPEC-009.7: neither case, slashes, queries nor paths that exist nowhere dodge it', async () => {
    const paths = [
      '/things',
      '/THINGS',
      '/things/',
      '//things',
      '/things?a=1',
      '/%74hings',
      '/none',
      '/%zz',
      '/closed',
    ];
    const call = await start({ RATE_LIMIT_REQUESTS: String(paths.length) });
    for (const [index, path] of paths.entries()) {
      const { status, headers } = await call({ path });
      expect(headers.ratelimit).toMatch(new RegExp(`^"default";r=${paths.length - 1 - index};t=[3-6]\\d$`));
      expect(status).not.toBe(429);
    }
    for (const path of paths) expect([path, (await call({ path })).status]).toEqual([path, 429]);
    expect((await call({ method: 'DELETE' })).status).toBe(429);
  });

  it('SPEC-009.8: an address that anybody can write into a header is believed only from a trusted proxy', async () => {
    const direct = await start({ RATE_LIMIT_REQUESTS: '2', TRUST_PROXY: '0' });
    for (const address of ['203.0.113.1', '203.0.113.2']) await direct(from(address));
    expect((await direct(from('203.0.113.3'))).status).toBe(429);

    const behindOne = await start({ RATE_LIMIT_REQUESTS: '2', TRUST_PROXY: '127.0.0.0/8' });
    for (const forged of ['198.51.100.1', '198.51.100.2']) await behindOne(from(`${forged}, 203.0.113.1`));
    expect((await behindOne(from('198.51.100.3, 203.0.113.1'))).status).toBe(429);
    expect((await behindOne(from('198.51.100.3, 203.0.113.2'))).status).toBe(200);
  });

  it('SPEC-009.9: every answer says the limit and what is left, refusals and failures too', async () => {
    const call = await start({ RATE_LIMIT_REQUESTS: '4', RATE_LIMIT_WINDOW_SECONDS: '30' });
    const answers = [await call(), await call({ path: '/nowhere' }), await call({ path: '/closed' })];
    answers.push(await call({ method: 'POST' }), await call());

    expect(answers.map(({ status }) => status)).toEqual([200, 404, 403, 201, 429]);
    for (const { headers } of answers) expect(headers['ratelimit-policy']).toBe('"default";q=4;w=30');
    expect(answers.map(({ headers }) => headers.ratelimit)).toEqual(
      [3, 2, 1, 0, 0].map((left) => expect.stringMatching(`^"default";r=${left};t=[12]\\d|30$`) as string),
    );
  });

  it('SPEC-009.10: what is free neither counts nor speaks of limits, on a class or on a method', async () => {
    const call = await start({ RATE_LIMIT_REQUESTS: '1' });
    for (const path of ['/health/live', '/keys', '/health/live', '/keys']) {
      const { status, headers } = await call({ path });
      expect(status).toBe(200);
      expect(Object.keys(headers).filter((name) => name.includes('ratelimit'))).toEqual([]);
    }
    expect((await call()).status).toBe(200);
    expect((await call()).status).toBe(429);
    expect((await call({ path: '/keys' })).status).toBe(200);
  });

  it('comes before every other guard: who is refused is not told what else was wrong', async () => {
    const call = await start({ RATE_LIMIT_REQUESTS: '1' });
    expect((await call({ path: '/closed' })).status).toBe(403);
    expect((await call({ path: '/closed' })).status).toBe(429);
  });

  it('holds when everybody comes at once', async () => {
    const call = await start({ RATE_LIMIT_REQUESTS: '25' });
    const answers = await Promise.all(Array.from({ length: 100 }, () => call()));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(25);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(75);
  });
});

if (!hasRedisServer)
  it('is not tried with Redis: this machine has no redis-server', () => {
    expect(hasRedisServer).toBe(false);
  });
else
  describe('the limit of several instances', () => {
    let redis: RedisServer;

    beforeAll(async () => {
      redis = await new RedisServer().start();
    });
    afterAll(() => redis.remove());

    it('is one through Redis, and each closes its connection when it ends', async () => {
      const one = await start({ RATE_LIMIT_REQUESTS: '10' }, redis);
      const two = await start({ RATE_LIMIT_REQUESTS: '10' }, redis);
      const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => (n % 2 ? one : two)(as(7))));
      const accepted = answers.filter(({ status }) => status === 200);

      const left = accepted.map(({ headers }) => Number(/r=(\d+);/.exec(String(headers.ratelimit))?.[1]));
      expect(left.sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, one) => one));
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);

      expect(await redis.connections()).toBe(2);
      await stopAll();
      expect(await redis.connections()).toBe(0);
    });
  });
