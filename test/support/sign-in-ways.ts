import { programOf } from './api-tokens.js';
import type { TestApp } from './app.js';
import type { Answer } from './client.js';
import { Browser, gotBack, PAGE } from './browser.js';
import { newAddress } from './invitations.js';
import type { Mailbox } from './mailbox.js';
import type { OddProvider } from './odd-provider.js';
import { passkeyOf, requestOptions } from './passkeys.js';
import { PASSWORD, type Person } from './people.js';
import { botOf } from './service-accounts.js';
import { byForm, pairOf } from './tokens.js';

export interface Stage {
  app: TestApp;
  mailbox: Mailbox;
  provider: OddProvider;
}

/** What was prepared for one person: to show what is right, and something wrong of the same kind, from some network. */
export interface Show {
  /** The path of its account, where that is not the person's. */
  account?: string;
  /** Where it is sent with every request, instead of something that is got for it. */
  bearer?: string;
  right: (headers: Record<string, string>) => Promise<Answer>;
  wrong: (headers: Record<string, string>) => Promise<Answer>;
}

/** A way to get a session, or to be somebody without one. */
export interface SignInWay {
  name: string;
  /** Makes an account instead of being about one. */
  isNew?: true;
  /** Its account is that of a program, which has no password. */
  isProgram?: true;
  prepare: (stage: Stage, person: Person, admin: Person) => Promise<Show>;
}

const WRONG_TOKEN = Buffer.alloc(32).toString('base64url');
const NEW_PASSWORD = 'another good one for the tests';
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** All there are. A new one is an entry here, and a row of docs/SIGN-IN.md. */
export const SIGN_IN_WAYS: readonly SignInWay[] = [
  {
    name: 'POST /auth/login',
    prepare: ({ app: { http } }, { email }) => {
      const send = (password: string) => (headers: object) =>
        http.post('/auth/login', { email, password }, { ...headers });
      return Promise.resolve({ right: send(PASSWORD), wrong: send('not the password') });
    },
  },
  {
    name: 'POST /auth/token, password',
    prepare: ({ app: { http } }, { email }) => {
      const send = (password: string) => (headers: object) => {
        const form = new URLSearchParams({ grant_type: 'password', username: email, password });
        return http.post('/auth/token', form.toString(), { ...FORM, ...headers });
      };
      return Promise.resolve({ right: send(PASSWORD), wrong: send('not the password') });
    },
  },
  {
    name: 'POST /auth/passkey',
    prepare: async ({ app }, person) => {
      const { authenticator } = await passkeyOf(person);
      const send = (origin?: string) => async (headers: object) => {
        const credential = authenticator.get(await requestOptions(app), { origin });
        return app.http.post('/auth/passkey', { credential }, { ...headers });
      };
      return { right: send(), wrong: send('https://evil.example') };
    },
  },
  {
    name: 'POST /auth/oidc/exchange',
    prepare: async ({ app, provider }, person) => {
      const told = { sub: `subject of ${person.id}`, email: person.email, email_verified: true };
      const browser = new Browser(app);
      const linking = await browser.post(person, '/users/me/identities/corp', { return_to: PAGE });
      await browser.comeBack(provider.signIn((linking.body.data as { url: string }).url, told));
      const { code } = gotBack(await browser.visit(provider, told));
      const send = (shown: string | null) => (headers: object) =>
        app.http.post('/auth/oidc/exchange', { code: shown }, { ...headers });
      return { right: send(code), wrong: send(WRONG_TOKEN) };
    },
  },
  {
    name: 'POST /auth/refresh',
    prepare: async ({ app }, person) => {
      const { refresh_token } = await pairOf(app, person);
      const send = (token: string) => (headers: object) =>
        app.http.post('/auth/refresh', { refresh_token: token }, { ...headers });
      return { right: send(refresh_token), wrong: send(WRONG_TOKEN) };
    },
  },
  {
    name: 'POST /auth/refresh, cookie',
    prepare: async ({ app }, { email }) => {
      const answer = await app.http.post('/auth/login', { email, password: PASSWORD, refresh_in: 'cookie' });
      const cookie = [answer.headers['set-cookie'] ?? []].flat().join().split(';')[0] ?? '';
      const Origin = new URL(app.url).origin;
      const send = (Cookie: string) => (headers: object) =>
        app.http.post('/auth/refresh', undefined, { Cookie, Origin, ...headers });
      return { right: send(cookie), wrong: send(`${cookie.split('=')[0]}=${WRONG_TOKEN}`) };
    },
  },
  {
    name: 'POST /auth/token, refresh_token',
    prepare: async ({ app }, person) => {
      const { refresh_token } = await pairOf(app, person);
      const send = (token: string) => () => byForm(app, { grant_type: 'refresh_token', refresh_token: token });
      return { right: send(refresh_token), wrong: send(WRONG_TOKEN) };
    },
  },
  {
    name: 'an API token',
    prepare: async ({ app: { http } }, person) => {
      const { token } = (await programOf(person)).made;
      const other = (await programOf(person)).made;
      await person.delete(`/users/me/tokens/${other.id}`);
      const send = (bearer: string) => (headers: object) =>
        http.get('/users/me', { Authorization: `Bearer ${bearer}`, ...headers });
      return { bearer: token, right: send(token), wrong: send(other.token) };
    },
  },
  {
    name: 'a service account',
    isProgram: true,
    prepare: async ({ app: { http } }, _person, admin) => {
      const bot = await botOf(admin);
      const other = await botOf(admin);
      await admin.delete(`/service-accounts/${other.id}/tokens/${other.made.id}`);
      const send = (bearer: string) => (headers: object) =>
        http.get('/users/me', { Authorization: `Bearer ${bearer}`, ...headers });
      const account = `/service-accounts/${bot.id}`;
      return { account, bearer: bot.made.token, right: send(bot.made.token), wrong: send(other.made.token) };
    },
  },
  {
    name: 'POST /auth/password/reset',
    prepare: async ({ app, mailbox }, { email }) => {
      await app.http.post('/auth/password/forgot', { email });
      await app.idle();
      const token = /token=(\S+)/.exec(mailbox.newest(email).text)?.[1] ?? '';
      const send = (sent: string) => (headers: object) =>
        app.http.post('/auth/password/reset', { token: sent, new_password: NEW_PASSWORD }, { ...headers });
      return { right: send(token), wrong: send(WRONG_TOKEN) };
    },
  },
  {
    name: 'POST /auth/register',
    isNew: true,
    prepare: ({ app: { http } }, { email }) => {
      const send = (address: string) => (headers: object) =>
        http.post('/auth/register', { email: address, password: PASSWORD, display_name: 'Nova' }, { ...headers });
      return Promise.resolve({ right: send(newAddress()), wrong: send(email) });
    },
  },
];
