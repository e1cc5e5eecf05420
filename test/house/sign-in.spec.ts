import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';
import { Routes } from '../../src/platform/documents/routes.js';
import { type TestApp, startApp } from '../support/app.js';
import { FRONT } from '../support/browser.js';
import { cheapenHashing } from '../support/hashing.js';
import { Mailbox } from '../support/mailbox.js';
import { OddProvider } from '../support/odd-provider.js';
import { signInPage, signInTable } from '../support/sign-in-trials.js';
import { SIGN_IN_WAYS } from '../support/sign-in-ways.js';

const PAGE = join(packageRoot(), 'docs/SIGN-IN.md');
/** Where the page is left as it would be now. */
const FRESH = join(packageRoot(), 'node_modules/.cache/SIGN-IN.md');
/** Routes for anyone that open nothing: they give what is needed to try, or say who is asking. */
const OPEN_NOTHING = ['/auth/email/confirm', '/auth/passkey/options', '/auth/password/forgot', '/invitations/inspect'];

let mailbox: Mailbox;
let provider: OddProvider;
let app: TestApp;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  provider = await OddProvider.open();
  app = await startApp({
    SMTP_URL: mailbox.url,
    TRUST_PROXY: '1',
    LOGIN_FAILURES_PER_MINUTE: '5',
    CORS_ORIGINS: FRONT,
    OIDC_PROVIDERS: 'corp',
    ...provider.settings('corp'),
  });
  cheapenHashing(app);
});
afterAll(async () => {
  await app.stop();
  await provider.close();
  await mailbox.close();
});

test('SPEC-001.29: what every way in checks is what docs/SIGN-IN.md says', async () => {
  const page = signInPage(await signInTable({ app, mailbox, provider }, await app.admin(), SIGN_IN_WAYS));
  mkdirSync(join(FRESH, '..'), { recursive: true });
  writeFileSync(FRESH, page);
  // You added a way in, or changed what one checks. If you meant to: cp node_modules/.cache/SIGN-IN.md docs/SIGN-IN.md,
  // and read the difference twice.
  expect(page).toBe(readFileSync(PAGE, 'utf8'));
});

test('SPEC-001.29: every POST that is for anyone is a way in, or is said to be none', () => {
  const open = app.get(Routes).all();
  const paths = open.filter(({ method, rule }) => method === 'POST' && rule?.kind === 'public').map(({ path }) => path);
  const tried = SIGN_IN_WAYS.map(({ name }) => /\/[a-z/]+/.exec(name)?.[0]);
  expect(paths.filter((path) => !tried.includes(path)).sort()).toEqual(OPEN_NOTHING);
});
