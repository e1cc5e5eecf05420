import { LinkTokens } from '../../src/platform/mail/link-tokens.js';
import { startApp, startBeside, type TestApp } from './app.js';
import { Browser, FRONT, gotBack, PAGE } from './browser.js';
import type { Answer } from './client.js';
import { letTimePass } from './clock.js';
import { OddProvider, type Told } from './odd-provider.js';
import type { Person } from './people.js';

/** Set before the first test of a file that calls `onStage`. */
export let corp: OddProvider;
export let other: OddProvider;
export let app: TestApp;
export let beside: TestApp;
export let admin: Person;
export let env: Record<string, string>;
let made = 0;

/** Two providers, and two instances that know them. */
export function onStage(): void {
  beforeAll(async () => {
    [corp, other] = [await OddProvider.open(), await OddProvider.open()];
    env = {
      OIDC_PROVIDERS: 'corp,other',
      ...corp.settings('corp', {
        NAME: 'Example Corp',
        ROLES_CLAIM: 'groups',
        ROLES: 'writers=editor,x=no such role,a=admin',
      }),
      ...other.settings('other'),
      CORS_ORIGINS: FRONT,
      TRUST_PROXY: '1',
    };
    app = await startApp(env);
    beside = await startBeside(app, env);
    admin = await app.admin();
  });
  afterEach(() => {
    letTimePass(app, beside);
    [corp.oddity, other.oddity, corp.userInfo] = [{}, {}, {}];
  });
  afterAll(async () => {
    await beside.stop();
    await app.stop();
    await Promise.all([corp.close(), other.close()]);
  });
}

export function newcomer(more: Told = {}): Told & { sub: string; email: string } {
  const sub = `subject ${++made}`;
  return { sub, email: `person${made}@corp.example`, email_verified: true, name: 'Cora Port', ...more };
}

export async function codeOf(told: Told, browser = new Browser(app)): Promise<string> {
  const { code, error } = gotBack(await browser.visit(corp, told));
  if (code === null) throw new Error(`Without a code: ${error}`);
  return code;
}

export const exchange = (code: string, more: object = {}) => app.http.post('/auth/oidc/exchange', { code, ...more });
export const me = async (answer: Answer) => {
  const { access_token: token } = answer.body.data as { access_token: string };
  return (await app.http.get('/users/me', { Authorization: `Bearer ${token}` })).body.data as {
    id: number;
    roles: string[];
    email_confirmed: boolean;
  };
};
export const signIn = async (told: Told) => me(await exchange(await codeOf(told)));
export const count = async (table: string) =>
  (await app.database.query<{ count: number }>(`SELECT count(*) AS count FROM ${table}`))[0]?.count;

/** An account that a provider is linked to. */
export async function linked(person: Person, told: Told, browser = new Browser(app)): Promise<Answer> {
  const answer = await browser.post(person, '/users/me/identities/corp', { return_to: PAGE });
  return browser.comeBack(corp.signIn((answer.body.data as { url: string }).url, told));
}

/** By the link that the mail would have. */
export async function resetPassword(email: string): Promise<void> {
  await app.http.post('/auth/password/forgot', { email });
  await app.idle();
  const [link] = await app.database.query<{ salt: Buffer; token_hash: Buffer }>(
    `SELECT l.salt, l.token_hash FROM mail_links l JOIN users u ON u.id = l.user_id
     WHERE u.email = $1 AND l.purpose = 'password_reset' ORDER BY l.id DESC LIMIT 1`,
    [email],
  );
  const url = app.get(LinkTokens).urlOf('password_reset', { salt: link!.salt, tokenHash: link!.token_hash }, 'x');
  const token = url.split('token=')[1];
  const answer = await app.http.post('/auth/password/reset', { token, new_password: 'a new garden of my own' });
  if (answer.status !== 200) throw new Error(answer.text);
}
