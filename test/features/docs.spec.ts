import { runInNewContext } from 'node:vm';
import { spawnSync } from 'node:child_process';
import { packageRoot } from '../../src/platform/config/paths.js';
import type { ApiDocument } from '../../src/platform/documents/openapi/document.js';
import { type TestApp, startApp } from '../support/app.js';
import { PASSWORD } from '../support/people.js';

const ALL = ['/docs', '/redoc', '/openapi.json', '/asyncapi.json'];

type Definitions = ReadonlyMap<string, object>[];

/** What the page hands to Swagger UI, as far as it is looked at here. */
interface SwaggerOptions {
  plugins: (() => {
    statePlugins: {
      auth: { wrapSelectors: { definitionsToAuthorize: (all: () => Definitions) => () => Definitions } };
    };
  })[];
}

let app: TestApp;

beforeAll(async () => {
  spawnSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { cwd: packageRoot() });
  app = await startApp();
}, 120_000);

afterAll(() => app.stop());

/** Everything that a browser would load for a page. */
async function partsOf(path: string): Promise<{ html: string; parts: string[] }> {
  const { status, headers, text } = await app.http.get(path, { Accept: 'text/html,*/*;q=0.8' });
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const found = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
  const parts = found.filter((url) => !url.startsWith('data:'));
  expect(parts.filter((url) => url.startsWith('/'))).toEqual([]);
  return { html: text, parts: parts.map((url) => new URL(url, `http://here${path}`).pathname) };
}

describe('The documentation', () => {
  test.each(['/docs', '/redoc'])('SPEC-015.6: %s is a page whose parts all come from here', async (path) => {
    const { html, parts } = await partsOf(path);
    expect(html).not.toMatch(/https?:\/\//);
    expect(html).not.toMatch(/<script>|onload=|javascript:/);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      const { status, headers } = await app.http.get(part);
      expect([part, status]).toEqual([part, 200]);
      expect(headers['content-type']).toMatch(/^text\/(javascript|css); charset=utf-8$/);
    }
  });

  test('SPEC-015.6: lets a browser load nothing from elsewhere', async () => {
    for (const path of ['/docs', '/redoc']) {
      const policy = (await app.http.get(path)).headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    }
    const redoc = await app.http.get('/redoc/redoc.standalone.js');
    expect(redoc.text).not.toContain('cdn.redoc.ly');
    expect((await app.http.get('/docs/start-swagger-ui.js')).text).toContain('validatorUrl: null');
  });

  test('SPEC-015.6: is described to anyone, and counts for no limit', async () => {
    for (const path of ['/openapi.json', '/asyncapi.json']) {
      const { status, headers } = await app.http.get(path);
      expect([path, status, headers['content-type']?.split(';')[0]]).toEqual([path, 200, 'application/json']);
      expect(headers).not.toHaveProperty('ratelimit');
    }
  });

  test('SPEC-015.14: brings the pages that its introduction leads to', async () => {
    const { info } = JSON.parse((await app.http.get('/openapi.json')).text) as ApiDocument;
    const pages = [...String(info.description).matchAll(/\]\((\/[^)]+)\)/g)].map(([, path = '']) => path);
    expect(pages).toContain('/docs/ERRORS.md');
    for (const page of pages) {
      const { status, headers } = await app.http.get(page);
      expect([page, status, headers['content-type']]).toEqual([page, 200, 'text/plain; charset=utf-8']);
    }
  });

  test('SPEC-015.9: Authorize shows the sign-in and takes a token, and shows no other way in', async () => {
    const start = (await app.http.get('/docs/start-swagger-ui.js')).text;
    let plugins: SwaggerOptions['plugins'] = [];
    const page = { URL, location: { href: `${app.url}/docs` } };
    runInNewContext(start, { ...page, SwaggerUIBundle: (options: SwaggerOptions) => (plugins = options.plugins) });
    const all = ['oauth2', 'bearer', 'api_key'].map((name) => new Map([[name, {}]]));
    const { definitionsToAuthorize } = plugins[0]?.().statePlugins.auth.wrapSelectors ?? {};
    expect(definitionsToAuthorize?.(() => all)()).toEqual([new Map([['oauth2', {}]]), new Map([['bearer', {}]])]);
  });

  test('SPEC-015.17: a browser that has a page or a part of it is not sent it again', async () => {
    for (const path of ['/docs', '/docs/swagger-ui.css', '/docs/ERRORS.md']) {
      const { headers } = await app.http.get(path);
      const again = await app.http.get(path, { 'If-Modified-Since': headers['last-modified'] ?? '' });
      expect([path, again.status, again.text]).toEqual([path, 304, '']);
    }
  });

  test('has no other files', async () => {
    for (const path of ['/docs/nothing.js', '/docs/..%2Fopenapi.json', '/redoc/toString', '/docs/']) {
      expect((await app.http.get(path)).status).toBe(404);
    }
  });

  test('SPEC-015.7: can be hidden, and is in production', async () => {
    const hidden = await startApp({ DOCS_ENABLED: 'false' });
    for (const path of [...ALL, '/docs/swagger-ui.css', '/redoc/redoc.standalone.js']) {
      const { status, text } = await hidden.http.get(path);
      expect([path, status]).toEqual([path, 404]);
      expect(JSON.parse(text)).toMatchObject({ data: null, error: { code: 'not_found' } });
      for (const accept of ['text/html', 'application/json', 'image/png', 'text/*;q=0']) {
        expect([path, accept, (await hidden.http.get(path, { Accept: accept })).status]).toEqual([path, accept, 404]);
      }
    }
    await hidden.stop();
  });

  test('SPEC-015.9: Authorize signs in with the password flow, and the token opens what it is said to open', async () => {
    const ann = await app.person('Ann');
    const { components, paths } = JSON.parse((await app.http.get('/openapi.json')).text) as ApiDocument;
    const { flows } = components.securitySchemes.oauth2 as { flows: { password: { tokenUrl: string } } };
    // As Swagger UI 5 sends it: no client id, and the scopes that were ticked.
    const form = new URLSearchParams({ grant_type: 'password', username: ann.email, password: PASSWORD, scope: '' });
    const answer = await app.http.post(flows.password.tokenUrl, form.toString(), {
      'Content-Type': 'application/x-www-form-urlencoded',
      Authorization: `Basic ${Buffer.from(':').toString('base64')}`,
      'X-Requested-With': 'XMLHttpRequest',
    });
    expect(answer.status).toBe(200);
    const { access_token: token, token_type: type } = answer.body as unknown as Record<string, string>;
    expect(type?.toLowerCase()).toBe('bearer');
    expect(paths['/users/me']?.get?.security).toContainEqual({ oauth2: [] });
    expect((await app.http.get('/users/me', { Authorization: `Bearer ${token}` })).body.data).toMatchObject({
      id: ann.id,
    });
  });

  test('SPEC-015.13: carries the path below which a proxy serves the program', async () => {
    const below = await startApp({ PUBLIC_URL: 'https://example.com/fasttrack/' });
    const { servers, components, paths } = JSON.parse((await below.http.get('/openapi.json')).text) as ApiDocument;
    expect(servers).toEqual([{ url: '/fasttrack' }]);
    expect(components.securitySchemes.oauth2).toMatchObject({
      flows: { password: { tokenUrl: '/fasttrack/auth/token', refreshUrl: '/fasttrack/auth/token' } },
    });
    expect(paths).toHaveProperty('/auth/token');
    const sockets = JSON.parse((await below.http.get('/asyncapi.json')).text) as { servers: { here: object } };
    expect(sockets.servers.here).toMatchObject({ host: 'example.com', protocol: 'wss', pathname: '/fasttrack/ws' });
    for (const [page, script] of [
      ['/docs', '/docs/start-swagger-ui.js'],
      ['/redoc', '/redoc/start-redoc.js'],
    ] as const) {
      expect((await below.http.get(page)).text).not.toMatch(/(src|href)="\//);
      expect((await below.http.get(script)).text).toContain("new URL('openapi.json', location.href)");
    }
    await below.stop();
  });
});
