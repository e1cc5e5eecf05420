import { until } from '../support/until.js';
import { projectOf, Stage } from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterAll(() => stage?.clear());
afterEach(async () => expect(await stage.farewell()).toEqual([]));

const OFFLINE = /No connection/;

describe('the connection', () => {
  it('SPEC-046.7: may go: what is done meanwhile is shown, said to wait, and sent when it is back', async () => {
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Garden', ['Dig', 'Sow']);
    const ben = await stage.member('Ben', ann, id);
    const [one, other] = [await stage.visitor(), await stage.visitor()];
    await Promise.all([one.openBoard(ann, id), other.openBoard(ben, id)]);
    await other.card('Dig').waitFor();
    await other.context.setOffline(true);
    await other.page.getByText(OFFLINE).waitFor();
    await other.card('Dig').getByRole('link').focus();
    await other.page.keyboard.press('Shift+ArrowRight');
    await other.sees([['Sow'], ['Dig'], []]);
    await other.page.getByText('1 change is waiting to be sent.').waitFor();
    expect(await one.titles()).toEqual([['Dig', 'Sow'], [], []]);
    await other.context.setOffline(false);
    await one.sees([['Sow'], ['Dig'], []]);
    await other.page.getByText(OFFLINE).waitFor({ state: 'detached' });
    expect(await other.titles()).toEqual([['Sow'], ['Dig'], []]);
  });

  it('SPEC-046.8: offers both versions where somebody else was quicker', async () => {
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Garden', ['Dig']);
    const visitor = await stage.visitor();
    await visitor.openBoard(ann, id);
    await visitor.card('Dig').getByRole('link').click();
    const title = visitor.page.getByLabel('Title');
    await title.waitFor();
    const { items } = await ann.client.get('/projects/{id}/tasks', { path: { id } });
    await visitor.context.setOffline(true);
    await title.fill('Dig deep');
    await title.press('Enter');
    await ann.client.patch('/tasks/{id}', { path: { id: items[0]?.id ?? 0 }, body: { title: 'Dig softly' } });
    await visitor.context.setOffline(false);
    const conflict = visitor.page.getByRole('alert');
    await conflict.getByText('Dig softly').waitFor();
    await conflict.getByText('Dig deep').waitFor();
    await conflict.getByRole('button', { name: 'Keep yours' }).click();
    await until(
      async () => (await ann.client.get('/projects/{id}/tasks', { path: { id } })).items[0]?.title === 'Dig deep',
    );
  });

  it('SPEC-046.9: comes back after the program was killed, with nothing lost that was typed', async () => {
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Garden', ['Dig', 'Sow']);
    const visitor = await stage.visitor();
    await visitor.openBoard(ann, id);
    await visitor.card('Dig').getByRole('link').click();
    const comment = visitor.page.getByLabel(/Write a comment/);
    await comment.fill('The ground is hard');
    await stage.program.end('SIGKILL');
    await visitor.page.getByText(OFFLINE).waitFor({ state: 'attached' });
    await visitor.page.keyboard.press('Escape');
    await visitor.card('Sow').getByRole('link').focus();
    await visitor.page.keyboard.press('Shift+ArrowRight');
    await visitor.sees([['Dig'], ['Sow'], []]);
    await stage.start();
    await visitor.page.getByText(OFFLINE).waitFor({ state: 'detached' });
    await until(async () => {
      const { items } = await ann.client.get('/projects/{id}/tasks', {
        path: { id },
        query: { status: ['in_progress'] },
      });
      return items.some(({ title }) => title === 'Sow');
    });
    await visitor.card('Dig').getByRole('link').click();
    expect(await comment.inputValue()).toBe('The ground is hard');
    await visitor.page.getByRole('button', { name: 'Comment', exact: true }).click();
    await visitor.page.locator('.comments').getByText('The ground is hard').waitFor();
  });
});

describe('a session', () => {
  it('SPEC-046.10: that is over is asked for again, and leads back to the same page', async () => {
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Garden', ['Dig']);
    const visitor = await stage.visitor();
    await visitor.openBoard(ann, id);
    await visitor.card('Dig').getByRole('link').click();
    await visitor.page.getByLabel(/Write a comment/).fill('Half a thought');
    const { items } = await ann.client.get('/users/me/sessions');
    const theirs = items.find(({ is_current: isCurrent }) => !isCurrent);
    await ann.client.delete('/users/me/sessions/{id}', { path: { id: theirs?.id ?? 0 } });
    await visitor.page.getByText(/Your session is over/).waitFor();
    await visitor.fillSignIn(ann.email);
    await visitor.page.getByText(/Your session is over/).waitFor({ state: 'detached' });
    expect(visitor.page.url()).toContain(`/projects/${id}/tasks/`);
    expect(await visitor.page.getByLabel(/Write a comment/).inputValue()).toBe('Half a thought');
  });

  it('SPEC-046.11: is renewed once for two tabs that need it at the same time', async () => {
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Garden', ['Dig']);
    const visitor = await stage.visitor();
    await visitor.openBoard(ann, id);
    const tab = await visitor.context.newPage();
    await tab.goto(`${visitor.board}/inbox`);
    await tab.getByRole('heading', { name: 'Inbox' }).waitFor();
    const board = visitor.page.url();
    // Away from the board first: a page that is left may have asked for something itself, and nobody hears the answer.
    for (const page of [visitor.page, tab]) await page.goto(new URL('/health/live', board).href);
    await tab.evaluate(`(() => {
      const [key] = Object.keys(localStorage).filter((name) => name.startsWith('fasttrack'));
      localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), received_at: 0 }));
    })()`);
    let renewals = 0;
    visitor.context.on('request', (request) => void (renewals += Number(request.url().endsWith('/auth/refresh'))));
    await Promise.all([visitor.page.goto(board), tab.goto(`${visitor.board}/inbox`)]);
    await visitor.card('Dig').waitFor();
    await tab.getByRole('heading', { name: 'Inbox' }).waitFor();
    expect(renewals).toBe(1);
    const { items } = await ann.client.get('/users/me/sessions');
    expect(items).toHaveLength(2); // nobody took it for theft
  });
});

describe('who else is there', () => {
  it('SPEC-046.30: is seen on the board and on the card that they have open, until they go', async () => {
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Garden', ['Dig', 'Sow']);
    const ben = await stage.member('Ben', ann, id);
    const [one, other] = [await stage.visitor(), await stage.visitor()];
    await Promise.all([one.openBoard(ann, id), other.openBoard(ben, id)]);
    await one.page.getByRole('group', { name: 'Here now: Ben' }).waitFor();
    await other.page.getByRole('group', { name: 'Here now: Ann' }).waitFor();
    await Promise.all([one.card('Sow').getByRole('link').click(), other.card('Dig').getByRole('link').click()]);
    const [benAtDig, annAtSow] = [one.card('Dig').getByTitle('Ben has this open'), other.card('Sow')];
    await benAtDig.waitFor();
    await annAtSow.getByTitle('Ann has this open').waitFor();
    await other.page.keyboard.press('Escape');
    await benAtDig.waitFor({ state: 'detached' });
    await other.page.close();
    await one.page.getByRole('group', { name: /Here now/ }).waitFor({ state: 'detached' });
  });
});

describe('another machine', () => {
  it('SPEC-046.31: reaches the board by plain http, and can do all but passkeys', async () => {
    const ann = await stage.person('Ann');
    await projectOf(ann, 'Garden', ['Dig']);
    const visitor = await stage.visitor({ isElsewhere: true });
    const { page } = visitor;
    await visitor.signIn(ann);
    expect(await page.evaluate('isSecureContext')).toBe(false);
    await page.getByRole('link', { name: /Garden/ }).click();
    await visitor.card('Dig').waitFor();
    await page.keyboard.press('n');
    await page.getByLabel('New task').fill('Sow');
    await page.keyboard.press('Enter');
    await visitor
      .card('Sow')
      .getByText(/^GARDEN\d*-2$/)
      .waitFor();
    await page.reload();
    await visitor.card('Sow').waitFor();
    await visitor.signOut();
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /passkey/ }).count()).toBe(0);
  });
});
