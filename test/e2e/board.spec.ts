import { paint } from './picture.js';
import { projectOf, Stage } from './stage.js';
import { until } from '../support/until.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterAll(() => stage?.clear());
afterEach(async () => expect(await stage.farewell()).toEqual([]));

describe('the board', () => {
  it('SPEC-046.2: begins with an account, a project, a task and an invitation', async () => {
    const ann = await stage.visitor();
    await ann.open('/register');
    await ann.page.getByLabel('Name').fill('Ann');
    await ann.page.getByLabel('E-mail').fill('ann@example.com');
    await ann.page.getByLabel('Password').fill('a garden of my own');
    await ann.page.getByRole('button', { name: 'Create account' }).click();
    await ann.page.getByRole('button', { name: 'New project' }).click();
    await ann.page.getByRole('dialog').getByLabel('Name').fill('Garden');
    await ann.page.getByRole('dialog').getByRole('button', { name: 'New project' }).click();
    await ann.page.locator('.columns[aria-busy=false]').waitFor();
    await ann.page.getByRole('button', { name: 'New task' }).waitFor();
    await ann.page.keyboard.press('n');
    await ann.page.getByLabel('New task').fill('Water the beds');
    await ann.page.keyboard.press('Enter');
    await ann.card('Water the beds').getByText('GARDEN-1').waitFor();
    await ann.page.keyboard.press('Escape');
    await ann.page.getByRole('link', { name: 'Members' }).click();
    await ann.page.getByLabel('E-mail').fill('ben@example.com');
    await ann.page.getByRole('button', { name: 'Send invitation' }).click();

    const ben = await stage.visitor();
    const link = /http\S+#token=\S+/.exec(await stage.mailTo('ben@example.com'))?.[0] ?? '';
    expect(link).toMatch(stage.board);
    await ben.page.goto(link);
    await ben.page.getByText('Ann invites you to “Garden” as editor.').waitFor();
    expect(ben.page.url()).not.toContain('token');
    await ben.page.getByRole('link', { name: 'Create an account' }).click();
    await ben.page.getByLabel('Name').fill('Ben');
    await ben.page.getByLabel('E-mail').fill('ben@example.com');
    await ben.page.getByLabel('Password').fill('a spade of my own');
    await ben.page.getByRole('button', { name: 'Create account' }).click();
    await ben.page.getByRole('link', { name: /Garden/ }).click();
    await ben.card('Water the beds').waitFor();
  });

  it('SPEC-046.3: shows what another does at once, and both see the same when they drag at the same time', async () => {
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Garden', ['Dig', 'Sow', 'Weed', 'Water']);
    const ben = await stage.member('Ben', ann, id);
    const [one, other] = [await stage.visitor(), await stage.visitor()];
    await Promise.all([one.openBoard(ann, id), other.openBoard(ben, id)]);
    await one.sees([['Dig', 'Sow', 'Weed', 'Water'], [], []]);
    await one.drag('Sow', one.column('in_progress').locator('.cards'));
    await one.sees([['Dig', 'Weed', 'Water'], ['Sow'], []]);
    await other.sees([['Dig', 'Weed', 'Water'], ['Sow'], []]);

    await Promise.all([
      one.drag('Dig', one.column('in_progress').locator('.cards')),
      other.drag('Water', other.column('in_progress').locator('.cards')),
    ]);
    const moved = async () => (await one.titles())[1]?.length === 3 && (await other.titles())[1]?.length === 3;
    await until(moved);
    await until(async () => JSON.stringify(await one.titles()) === JSON.stringify(await other.titles()));
    const { items } = await ann.client.get('/projects/{id}/tasks', { path: { id }, query: { sort: 'position' } });
    expect((await one.titles())[1]).toEqual(
      items.filter(({ status }) => status === 'in_progress').map(({ title }) => title),
    );
  });

  it('SPEC-046.4: can be used without a mouse, and leads a card by the steps of its status', async () => {
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Garden', ['Dig', 'Sow', 'Weed']);
    const visitor = await stage.visitor();
    await visitor.openBoard(ann, id);
    await visitor.card('Dig').getByRole('link').focus();
    await visitor.page.keyboard.press('ArrowDown');
    await visitor.page.keyboard.press('Shift+ArrowRight');
    await visitor.sees([['Dig', 'Weed'], ['Sow'], []]);
    await visitor.page.keyboard.press('Shift+ArrowRight');
    await visitor.sees([['Dig', 'Weed'], [], ['Sow']]);
    await visitor
      .card('Weed')
      .getByRole('button', { name: /Move to/ })
      .click();
    expect(await visitor.page.getByRole('menuitem').allTextContents()).not.toContain('Done');
    await visitor.page.getByRole('menuitem', { name: 'To the top' }).click();
    await visitor.sees([['Weed', 'Dig'], [], ['Sow']]);
    await visitor.page.keyboard.press('/');
    await visitor.page.keyboard.type('we');
    await visitor.sees([['Weed'], [], []]);
    await visitor.page.keyboard.press('Escape');
    await visitor.page.keyboard.press('Escape');
    await visitor.sees([['Weed', 'Dig'], [], ['Sow']]);
    await visitor.card('Dig').getByRole('link').press('Enter');
    await visitor.page.getByRole('dialog', { name: 'Dig' }).waitFor();
    await visitor.page.keyboard.press('Escape');
    await visitor.page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('SPEC-046.5: is closed to strangers, and to whoever is removed', async () => {
    const [ann, cleo] = [await stage.person('Ann'), await stage.person('Cleo')];
    const id = await projectOf(ann, 'Garden', ['Dig']);
    const ben = await stage.member('Ben', ann, id);
    const [stranger, member] = [await stage.visitor(), await stage.visitor()];
    await stranger.signIn(cleo);
    await stranger.open(`/projects/${id}`);
    await stranger.page.getByText('You can’t see this project any more.').waitFor();
    await member.openBoard(ben, id);
    await member.card('Dig').waitFor();
    await ann.client.delete('/projects/{id}/members/{user_id}', { path: { id, user_id: ben.id } });
    await member.page.getByText('You can’t see this project any more.').waitFor();
    expect(await member.card('Dig').count()).toBe(0);
  });

  it('SPEC-046.6: holds a project of 1,000 tasks, and draws what is near', async () => {
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Field', []);
    for (let start = 1; start <= 1000; start += 100) {
      const tasks = Array.from({ length: 100 }, (_, index) => ({ title: `Furrow ${start + index}` }));
      await ann.client.post('/projects/{id}/tasks/bulk', { path: { id }, body: { tasks } });
    }
    const visitor = await stage.visitor();
    await visitor.openBoard(ann, id);
    await visitor.page.getByRole('heading', { name: 'To do 1000' }).waitFor();
    expect(await visitor.page.locator('.card').count()).toBeLessThan(400);
    await visitor.page.evaluate('document.querySelector(".cards").scrollTo(0, 1e9)');
    await visitor.card('Furrow 1000').waitFor();
  });

  it('is what the README shows; FASTTRACK_PICTURE=1 makes its picture anew', () => paint(stage));
});
