import { AuthenticatorApp } from '../support/authenticator.js';
import { until } from '../support/until.js';
import { ADMIN, PASSWORD, projectOf, Stage } from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterAll(() => stage?.clear());
afterEach(async () => expect(await stage.farewell()).toEqual([]));

const HOSTILE = '**Bold** <img src=x onerror=alert(1)> [a link](javascript:alert(1)) [a page](https://example.com/)';

describe('the pages', () => {
  it('SPEC-046.1: come from the program alone, and run nothing that is not theirs', async () => {
    const page = await fetch(`${stage.board}/projects/7`);
    const policy = page.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page.headers.get('Cache-Control')).toBe('no-cache');
    const [asset = ''] = /assets\/[\w.-]+\.js/.exec(await page.text()) ?? [];
    const script = await fetch(`${stage.board}/${asset}`, { headers: { 'Accept-Encoding': 'gzip, deflate, br' } });
    expect([script.headers.get('Content-Encoding'), script.headers.get('Vary')]).toEqual(['br', 'Accept-Encoding']);
    expect(script.headers.get('Content-Type')).toContain('text/javascript');
    const plain = await fetch(`${stage.board}/${asset}`, { headers: { 'Accept-Encoding': 'identity' } });
    expect(plain.headers.get('Content-Encoding')).toBeNull();
    expect(await plain.text()).toBe(await script.text());
    expect(script.headers.get('Cache-Control')).toContain('immutable');
    expect((await fetch(`${stage.board}/assets/none.js`)).status).toBe(404);
    expect((await fetch(`${stage.board}/.built-from`)).headers.get('Content-Type')).toContain('text/html');
  });

  it('SPEC-046.12: show what people wrote as text, and as Markdown where it is meant so', async () => {
    const ann = await stage.person('<b>Ann</b>');
    const id = await projectOf(ann, '<i>Garden</i>', []);
    const task = { title: '<u>Dig</u>', description: HOSTILE };
    await ann.client.post('/projects/{id}/tasks', { path: { id }, body: task });
    const visitor = await stage.visitor();
    await visitor.openBoard(ann, id);
    await visitor.card('<u>Dig</u>').getByRole('link').click();
    const text = visitor.page.locator('.markdown');
    await text.getByText('Bold').waitFor();
    expect(await text.locator('strong').textContent()).toBe('Bold');
    expect(await text.locator('img').count()).toBe(0);
    expect(await text.locator('a').allTextContents()).toEqual(['a page']);
    expect(await text.textContent()).toContain('javascript:alert(1)');
  });

  it('SPEC-046.13: take back: a deleted task, and a change', async () => {
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Garden', ['Dig', 'Sow']);
    const visitor = await stage.visitor();
    await visitor.openBoard(ann, id);
    await visitor.card('Dig').getByRole('link').click();
    await visitor.page.getByRole('button', { name: 'Delete task' }).click();
    await visitor.sees([['Sow'], [], []]);
    await visitor.page.getByRole('button', { name: 'Undo' }).click();
    await visitor.sees([['Dig', 'Sow'], [], []]);
    await visitor.card('Dig').getByRole('link').click();
    await visitor.page.getByLabel('Priority').selectOption('high');
    await visitor.page.getByRole('tab', { name: 'History' }).click();
    await visitor.page.getByRole('button', { name: 'Revert' }).first().click();
    await until(async () => (await visitor.page.getByLabel('Priority').inputValue()) === 'medium');
  });

  it('SPEC-046.14: take comments that mention people, who hear of it at once, and files', async () => {
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Garden', ['Dig']);
    const ben = await stage.member('Ben', ann, id);
    const [one, other] = [await stage.visitor(), await stage.visitor()];
    await Promise.all([one.openBoard(ann, id), other.signIn(ben)]);
    await one.card('Dig').getByRole('link').click();
    await one.page.getByLabel(/Write a comment/).pressSequentially('Look, @be');
    await one.page.getByRole('button', { name: '@Ben' }).click();
    await one.page.getByRole('button', { name: 'Comment', exact: true }).click();
    await one.page.locator('.comments').getByText('Look, @Ben').waitFor();
    await other.page.getByRole('link', { name: /Inbox, \d+ unread/ }).click();
    await other.page.getByRole('link', { name: 'Ann mentioned you.' }).click();
    await other.page.getByRole('dialog', { name: 'Dig' }).getByText('Look, @Ben').waitFor();
    await one.page.getByRole('tab', { name: 'Files' }).click();
    const file = { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('four beds') };
    await one.page.locator('input[type=file]').setInputFiles(file);
    const [download] = await Promise.all([
      one.page.waitForEvent('download'),
      one.page.getByRole('button', { name: 'Download plan.txt' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('plan.txt');
  });

  it('SPEC-046.15: let people in by a second factor', async () => {
    const ann = await stage.person('Ann');
    const visitor = await stage.visitor();
    await visitor.signIn(ann);
    await visitor.open('/profile');
    const factor = visitor.page.locator('form', { has: visitor.page.getByRole('button', { name: 'Set up' }) });
    await factor.getByLabel('Current password').fill(PASSWORD);
    await factor.getByRole('button').click();
    const secret = (await visitor.page.locator('form code').textContent()) ?? '';
    const app = new AuthenticatorApp(secret);
    await visitor.page.getByLabel(/Code of your/).fill(app.code());
    await visitor.page.getByRole('button', { name: 'Confirm', exact: true }).click();
    await visitor.page.getByText('On: signing in asks').waitFor();
    const [backup = ''] = ((await visitor.page.locator('.note pre').textContent()) ?? '').split('\n');
    const again = await stage.visitor();
    await again.open('/');
    await again.fillSignIn(ann.email);
    await again.page.getByRole('button', { name: 'Use a backup code' }).click();
    await again.page.getByLabel('Backup code').fill(backup);
    await again.page.getByRole('button', { name: 'Sign in' }).click();
    await again.page.getByRole('heading', { name: 'Projects', exact: true }).waitFor();
  });

  it('SPEC-046.16: are for everybody: in the dark, on a phone and with a screen reader', async () => {
    const admin = stage.client();
    await admin.signIn(ADMIN);
    const id = await projectOf({ id: 0, name: 'Admin', email: ADMIN.email, client: admin }, 'Garden', ['Dig', 'Sow']);
    const { items } = await admin.get('/projects/{id}/tasks', { path: { id } });
    const article = await admin.post('/articles', { body: { title: 'Of beds', body: '# Four\n\n- one\n- [x] two' } });
    await admin.post('/service-accounts', { body: { display_name: 'Weather station' } });
    await admin.post('/projects/{id}/invitations', {
      path: { id },
      body: { email: 'cleo@example.com', role: 'viewer' },
    });
    const invitation = /#token=\S+/.exec(await stage.mailTo('cleo@example.com'))?.[0] ?? '';
    const visitor = await stage.visitor();
    const found: string[] = [];
    for (const path of ['/', '/register', '/forgot-password', '/reset-password#token=a', '/confirm-email#token=a']) {
      await visitor.open(path);
      await visitor.page.locator('main h1').waitFor();
      found.push(...(await visitor.barriers()));
    }
    await visitor.open(`/invitations${invitation}`);
    await visitor.page.getByText(/invites you to/).waitFor();
    found.push(...(await visitor.barriers()));
    await visitor.signIn(ADMIN);
    const paths = [
      '/',
      '/articles',
      '/articles/new',
      `/articles/${article.id}`,
      '/search?query=dig',
      '/inbox',
      '/profile',
      '/admin',
      `/projects/${id}`,
      `/projects/${id}/members`,
      `/projects/${id}/tasks/${items[0]?.id}`,
    ];
    await visitor.page.emulateMedia({ reducedMotion: 'reduce' });
    for (const path of paths) {
      await visitor.open(path);
      await visitor.page.locator('main h1').waitFor();
      if (path.includes('/tasks/')) await visitor.page.getByRole('tab').first().waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await visitor.page.emulateMedia({ colorScheme });
        found.push(...(await visitor.barriers()));
      }
      await visitor.page.setViewportSize({ width: 390, height: 800 });
      const width = await visitor.page.evaluate<number>('document.documentElement.scrollWidth');
      expect([path, width]).toEqual([path, 390]);
      await visitor.page.setViewportSize({ width: 1280, height: 800 });
    }
    expect(found).toEqual([]);
  });
});
