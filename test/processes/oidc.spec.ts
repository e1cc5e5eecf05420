import { startApp, type TestApp } from '../support/app.js';
import { Browser, FRONT, gotBack, locationOf } from '../support/browser.js';
import { said } from '../support/outcome.js';
import { type ProviderProgram, startProvider } from '../support/provider-program.js';

let provider: ProviderProgram;
let app: TestApp;

beforeAll(async () => {
  provider = await startProvider('http://localhost:3000/auth/oidc/corp/callback');
  app = await startApp({
    ...provider.settings,
    ...{ OIDC_CORP_SCOPES: 'openid email profile groups', OIDC_CORP_ROLES_CLAIM: 'groups' },
    ...{ OIDC_CORP_ROLES: 'writers=editor', CORS_ORIGINS: FRONT },
  });
});

afterAll(async () => {
  await app.stop();
  await provider.stop();
});

/** Fills in the forms of the provider as somebody, until it sends the browser back to the program. */
async function signInThere(question: string, login: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let [url, form]: [URL, URLSearchParams | null] = [new URL(question), null];
  while (!url.pathname.endsWith('/callback')) {
    const Cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const body = form && { method: 'POST', body: form };
    const answer = await fetch(url, { ...body, headers: { Cookie }, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const page = await answer.text();
    const [, action] = /action="([^"]+)"/.exec(page) ?? [];
    const [, prompt = ''] = /name="prompt" value="(\w+)"/.exec(page) ?? [];
    form = action ? new URLSearchParams({ prompt, login, password: 'anything' }) : null;
    url = new URL(action ?? answer.headers.get('location') ?? '', url);
  }
  return url;
}

describe('With a real provider', () => {
  it('SPEC-039.3, SPEC-039.10: somebody signs up and in', async () => {
    const ids: number[] = [];
    for (let time = 1; time <= 2; time++) {
      const browser = new Browser(app);
      const back = await signInThere(locationOf(await browser.start()), 'rita');
      const { code } = gotBack(await browser.comeBack(back.searchParams));
      const pair = (await app.http.post('/auth/oidc/exchange', { code })).body.data as { access_token: string };
      const me = await app.http.get('/users/me', { Authorization: `Bearer ${pair.access_token}` });
      expect(me.body.data).toMatchObject({
        ...{ email: 'rita@corp.example', email_confirmed: true, display_name: 'Real rita', roles: ['user', 'editor'] },
      });
      ids.push((me.body.data as { id: number }).id);
    }
    expect(ids[1]).toBe(ids[0]);
  });

  it('SPEC-039.6, SPEC-039.7: what was used before is refused by both', async () => {
    const browser = new Browser(app);
    const back = await signInThere(locationOf(await browser.start()), 'sam');
    expect(gotBack(await browser.comeBack(back.searchParams)).code).not.toBeNull();
    expect(said(await browser.comeBack(back.searchParams))).toBe('401 invalid_credentials');
    const { searchParams } = new URL(locationOf(await browser.start()));
    back.searchParams.set('state', searchParams.get('state') ?? '');
    expect(gotBack(await browser.comeBack(back.searchParams)).error).toBe('invalid_credentials');
  });
});
