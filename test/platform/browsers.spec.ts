import { type TestApp, startApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

const ORIGIN = 'https://app.example.com';
const PREFLIGHT = {
  'Access-Control-Request-Method': 'PATCH',
  'Access-Control-Request-Headers': 'authorization,if-match',
};

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp({ CORS_ORIGINS: `${ORIGIN},http://localhost:5173` });
  ann = await app.person('Ann');
});

afterAll(() => app.stop());

function corsHeaders({ headers }: Answer): string[] {
  return Object.keys(headers).filter((name) => name.startsWith('access-control-'));
}

/** As a browser asks before the real request; without an envelope, so not by the tests' client. */
async function preflight(origin: string): Promise<Response> {
  return fetch(`${app.url}/tasks/1`, { method: 'OPTIONS', headers: { Origin: origin, ...PREFLIGHT } });
}

describe('A browser on another origin', () => {
  test('SPEC-007.30: may read answers, and the headers that a client needs, where it was named', async () => {
    for (const origin of [ORIGIN, 'http://localhost:5173']) {
      const { headers } = await ann.get('/users/me', { Origin: origin });
      expect(headers['access-control-allow-origin']).toBe(origin);
      expect(headers['access-control-expose-headers']?.split(', ')).toEqual(
        expect.arrayContaining([
          'ETag',
          'X-Request-Id',
          'RateLimit',
          'RateLimit-Policy',
          'Retry-After',
          'Idempotent-Replayed',
        ]),
      );
      expect(headers.vary).toBe('Origin');
    }
    expect((await app.http.get('/users/me', { Origin: ORIGIN })).headers['access-control-allow-origin']).toBe(ORIGIN);
  });

  test('SPEC-007.30: may ask beforehand, which counts for no limit', async () => {
    const { status, headers } = await preflight(ORIGIN);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN]);
    expect(headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST, PATCH, DELETE');
    expect(headers.get('access-control-allow-headers')).toBe('authorization,if-match');
    expect(headers.get('ratelimit')).toBeNull();
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  test.each(['https://evil.example.com', 'http://app.example.com', `${ORIGIN}.evil.com`, `${ORIGIN}:8443`, 'null'])(
    'SPEC-007.30: is told nothing as %s',
    async (origin) => {
      expect(corsHeaders(await ann.get('/users/me', { Origin: origin }))).toEqual([]);
      const { status, headers } = await preflight(origin);
      expect([status, headers.get('access-control-allow-origin')]).toEqual([405, null]);
    },
  );

  test('SPEC-007.30: is told nothing where nobody is named', async () => {
    const closed = await startApp();
    const answer = await closed.http.get('/health/live', { Origin: ORIGIN });
    expect([corsHeaders(answer), answer.headers.vary]).toEqual([[], undefined]);
    await closed.stop();
  });
});

describe('Every answer', () => {
  const always = {
    'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  };

  test('tells browsers what not to do with it, whatever it is', async () => {
    const answers = [await ann.get('/users/me'), await app.http.get('/users/me'), await app.http.get('/nowhere')];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({ ...always, 'cache-control': 'no-store' });
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('strict-transport-security');
    }
  });

  test('may be kept by its reader alone, and only to be asked about again, where it has an ETag', async () => {
    const project = await make.project(ann);
    const { headers } = await ann.get(`/projects/${project.id}`);
    expect(headers['cache-control']).toBe('private, no-cache');
    const again = await ann.get(`/projects/${project.id}`, { 'If-None-Match': headers.etag ?? '' });
    expect([again.status, again.headers['cache-control']]).toEqual([304, 'private, no-cache']);
  });
});

describe('A client', () => {
  test('SPEC-007.7: that takes problem details takes answers, too', async () => {
    expect((await ann.get('/users/me', { Accept: 'application/problem+json' })).status).toBe(200);
  });

  test.each(['text/html', 'application/xml', 'application/json;q=0', '*/*;q=0', 'text/*, image/png'])(
    'SPEC-007.7: is refused before anything is done if it takes only %s',
    async (accept) => {
      const { status, body } = await ann.post('/projects', { name: `Not ${accept}` }, { Accept: accept });
      expect([status, body.error?.code]).toEqual([406, 'not_acceptable']);
      const { body: list } = await ann.get('/projects?limit=100');
      expect((list.data as { items: { name: string }[] }).items.map(({ name }) => name)).not.toContain(`Not ${accept}`);
    },
  );

  test('SPEC-007.7: gets text and pages by asking for them, and nothing else of those routes', async () => {
    expect((await app.http.get('/docs', { Accept: 'application/json' })).status).toBe(406);
    expect((await app.http.get('/docs', { Accept: 'text/html' })).status).toBe(200);
    const key = { 'X-API-Key': 'test-internal-key-0123456789abcdef' };
    expect((await app.http.get('/metrics', { ...key, Accept: 'application/json' })).status).toBe(406);
    expect((await app.http.get('/metrics', { ...key, Accept: 'text/plain;version=0.0.4;q=0.5' })).status).toBe(200);
  });

  test('SPEC-007.5: is told that a path is nobody’s whatever it takes', async () => {
    expect((await app.http.get('/nowhere', { Accept: 'image/png' })).status).toBe(404);
  });
});
