import { AuthenticatorApp } from '../support/authenticator.js';
import { until } from '../support/until.js';
import { ADMIN, PASSWORD, type Person, Stage } from './stage.js';
import type { Visitor } from './visitor.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set({ provider: true });
});
afterAll(() => stage?.clear());
afterEach(async () => expect(await stage.farewell()).toEqual([]));

const PROJECTS = { name: 'Projects', exact: true } as const;

async function secondFactorOf({ client }: Person): Promise<AuthenticatorApp> {
  const { secret } = await client.post('/users/me/totp', { body: { current_password: PASSWORD } });
  const app = new AuthenticatorApp(secret);
  await client.post('/users/me/totp/confirm', { body: { totp_code: await app.next() } });
  return app;
}

async function addPasskey({ page }: Visitor, name: string): Promise<void> {
  await page.getByLabel('Name, such as').fill(name);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
}

/** At the provider: whoever signs in is who they say they are. */
async function signInThere({ page }: Visitor, login: string): Promise<void> {
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill('anything');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

describe('a passkey', () => {
  it('SPEC-046.24: is added in the profile, signs in without password and code, and is removed', async () => {
    const ann = await stage.person('Ann');
    await ann.client.post('/projects', { body: { name: 'Garden' } });
    const visitor = await stage.visitor();
    const { page } = visitor;
    await visitor.bringDevice();
    await visitor.signIn(ann);
    await visitor.open('/profile');
    await addPasskey(visitor, 'Phone');
    await page.getByRole('button', { name: 'Remove: Phone' }).waitFor();
    await addPasskey(visitor, 'Phone again');
    await page.getByText('This device has a passkey of this account already.').waitFor();
    await secondFactorOf(ann);
    await visitor.signOut();

    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('link', { name: /Garden/ }).waitFor();
    await visitor.open('/profile');
    await page.getByText('On: signing in asks for a code.').waitFor();
    await page.locator('li', { hasText: 'Phone' }).getByText('used').waitFor();
    await page.getByRole('button', { name: 'Remove: Phone' }).click();
    await page.getByRole('button', { name: 'Remove: Phone' }).waitFor({ state: 'detached' });
    await visitor.signOut();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('That passkey did not work.').waitFor();
    await visitor.fillSignIn(ann.email);
    await page.getByLabel('Code of your authenticator app').waitFor();
  });

  it('SPEC-046.25: that was refused can be tried again', async () => {
    const ann = await stage.person('Ann');
    const admin = stage.client();
    await admin.signIn(ADMIN);
    const setActive = (isActive: boolean) =>
      admin.patch('/users/{id}', { path: { id: ann.id }, body: { is_active: isActive } });
    const visitor = await stage.visitor();
    const { page } = visitor;
    await visitor.bringDevice();
    await visitor.signIn(ann);
    await visitor.open('/profile');
    await addPasskey(visitor, 'Key');
    await page.getByRole('button', { name: 'Remove: Key' }).waitFor();
    await visitor.signOut();
    await setActive(false);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('That passkey did not work.').waitFor();
    await setActive(true);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('heading', PROJECTS).waitFor();
  });
});

describe('a provider', () => {
  it('SPEC-046.26: signs in whoever is new, and leads back to the page that was asked for', async () => {
    const visitor = await stage.visitor();
    const { page } = visitor;
    await visitor.open('/inbox');
    await page.getByRole('button', { name: 'Sign in with corp' }).click();
    await signInThere(visitor, 'rita');
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    expect(page.url()).toBe(`${stage.board}/inbox`);
    await visitor.open('/profile');
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Real rita');
  });

  it('SPEC-046.27: is linked in the profile, and then still asks for the second factor', async () => {
    const ann = await stage.person('Ann');
    const visitor = await stage.visitor();
    const { page } = visitor;
    await visitor.signIn(ann);
    await visitor.open('/profile');
    await page.getByRole('button', { name: 'Link corp' }).click();
    await signInThere(visitor, 'sam');
    await page.getByText('Linked. From now on you can sign in with it.').waitFor();
    await page.getByRole('button', { name: 'Unlink: corp' }).waitFor();
    expect(page.url()).toBe(`${stage.board}/profile`);
    const app = await secondFactorOf(ann);
    await visitor.signOut();

    await page.getByRole('button', { name: 'Sign in with corp' }).click();
    await page.getByLabel('Code of your authenticator app').fill(app.wrong());
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('This code is wrong or was used already.').waitFor();
    await page.getByLabel('Code of your authenticator app').fill(await app.next());
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', PROJECTS).waitFor();
    await visitor.open('/profile');
    await page.getByRole('button', { name: 'Unlink: corp' }).click();
    await page.getByRole('button', { name: 'Unlink: corp' }).waitFor({ state: 'detached' });
    expect((await ann.client.get('/users/me/identities')).items).toEqual([]);
  });

  it('SPEC-046.28: is said to vouch for somebody else where it does', async () => {
    const [ann, ben] = [await stage.person('Ann'), await stage.visitor()];
    const email = 'tom@corp.example';
    const tom = stage.client();
    await tom.post('/auth/register', { body: { email, password: PASSWORD, display_name: 'Tom' } });
    await ben.open('/');
    await ben.page.getByRole('button', { name: 'Sign in with corp' }).click();
    await signInThere(ben, 'tom');
    await ben.page.getByText('An account has this address already.').waitFor();
    await ben.signIn({ email });
    await ben.open('/profile');
    await ben.page.getByRole('button', { name: 'Link corp' }).click();
    await ben.page.getByText('Linked. From now on').waitFor();
    const other = await stage.visitor();
    await other.signIn(ann);
    await other.open('/profile');
    await other.page.getByRole('button', { name: 'Link corp' }).click();
    await signInThere(other, 'tom');
    await other.page.getByText('It belongs to another account here.').waitFor();
  });

  it('SPEC-046.29: never leads to a page of another origin, and takes no code that was not asked for', async () => {
    const visitor = await stage.visitor();
    const start = new URL('/auth/oidc/corp/start', stage.board).href;
    const board = new URL(stage.board);
    const spellings = [
      'https://evil.example/',
      '//evil.example/',
      `http://localhost:${board.port}@evil.example/`,
      `http://localhost:${board.port}.evil.example/`,
      `http://127.0.0.1:${board.port}/app`,
      `${stage.board}\\@evil.example`,
      'javascript:alert(1)',
    ];
    for (const spelling of spellings) {
      const answer = await visitor.page.goto(`${start}?return_to=${encodeURIComponent(spelling)}`);
      expect([spelling, answer?.status(), new URL(visitor.page.url()).host]).toEqual([spelling, 422, board.host]);
    }
    await visitor.open('/?state=sign-in-of-somebody-else&code=theirs');
    await visitor.page.getByLabel('E-mail').waitFor();
    await until(() => visitor.page.url() === `${stage.board}/`);
  });
});
