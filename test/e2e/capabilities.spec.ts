import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, memoryStorage } from '@fasttrack/client';
import { until } from '../support/until.js';
import { ADMIN, projectOf, Stage } from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterAll(() => stage?.clear());
afterEach(async () => expect(await stage.farewell()).toEqual([]));

describe('a task', () => {
  it('SPEC-046.17: comes again, and its people are reminded of it when they want to be', async () => {
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Garden', ['Water the beds']);
    const visitor = await stage.visitor();
    await visitor.openBoard(ann, id);
    await visitor.card('Water the beds').getByRole('link').click();
    const { page } = visitor;
    const task = page.getByRole('dialog');
    expect(await task.getByLabel('Comes again').isDisabled()).toBe(true);
    await task.getByLabel('Due').fill('2030-06-03');
    await task.getByLabel('Comes again').selectOption('Every week');
    await task.getByLabel('Counted from').selectOption('The day it is done');
    await page.getByRole('button', { name: 'Remind me …' }).click();
    await task.getByLabel('When?').fill('2030-06-02T18:30');
    await page.getByRole('button', { name: 'Remind me', exact: true }).click();
    await page.getByText('2 Jun 2030, 18:30').waitFor();
    await page.getByRole('button', { name: 'Remove the reminder: 2 Jun 2030, 18:30' }).click();
    await page.getByText('2 Jun 2030, 18:30').waitFor({ state: 'detached' });
    await task.getByLabel('Status').selectOption('In progress');
    await task.getByLabel('Status').selectOption('Done');
    await page.keyboard.press('Escape');
    await visitor.sees([['Water the beds'], [], ['Water the beds']]);
  });

  it('SPEC-046.18: is related to another one, which is seen from both, and can be taken back', async () => {
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Garden', ['Dig', 'Sow']);
    const visitor = await stage.visitor();
    await visitor.openBoard(ann, id);
    await visitor.card('Dig').getByRole('link').click();
    const { page } = visitor;
    const relations = page.locator('.subtasks', { has: page.getByRole('heading', { name: 'Relations' }) });
    await relations.getByLabel('Kind of relation').selectOption('Blocks');
    await relations.getByLabel(/Add a relation/).fill('sow');
    await relations.getByLabel(/Add a relation/).press('Enter');
    await relations.getByRole('listitem').getByText('Blocks').waitFor();
    await relations.getByRole('link', { name: 'Sow' }).click();
    await page.getByRole('dialog', { name: 'Sow' }).waitFor();
    await relations.getByRole('listitem').getByText('Waits for').waitFor();
    await relations.getByRole('button', { name: /^Remove: Waits for/ }).click();
    await relations.getByRole('listitem').waitFor({ state: 'detached' });
  });
});

describe('articles', () => {
  it('SPEC-046.19: are written, read as Markdown, and not lost where two write at once', async () => {
    const admin = stage.client();
    await admin.signIn(ADMIN);
    const visitor = await stage.visitor();
    await visitor.signIn(ADMIN);
    const { page } = visitor;
    await page.getByRole('link', { name: 'Articles' }).click();
    await page.getByRole('link', { name: 'New article' }).click();
    await page.getByLabel('Title').fill('How we water');
    await page.getByLabel('Text').fill('Before **nine** <img src=x onerror=alert(1)>');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('strong', { hasText: 'nine' }).waitFor();
    expect(await page.locator('.markdown img').count()).toBe(0);
    const { items } = await admin.get('/articles');
    const path = { id: items.find(({ title }) => title === 'How we water')?.id ?? 0 };
    await page.getByRole('button', { name: 'Edit' }).click();
    await admin.patch('/articles/{id}', { path, body: { body: 'Never at noon' } });
    await page.getByLabel('Text').fill('Before eight');
    await page.reload();
    expect(await page.getByLabel('Text').inputValue()).toBe('Before eight');
    await admin.patch('/articles/{id}', { path, body: { body: 'Never in the sun' } });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('Never in the sun').waitFor();
    await page.getByRole('button', { name: 'Keep yours' }).click();
    await page.locator('.markdown').getByText('Before eight').waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Articles', exact: true }).waitFor();
    expect(await page.getByText('How we water').count()).toBe(0);
  });
});

describe('the search', () => {
  it('SPEC-046.20: finds tasks, comments, articles and projects in one box, and leads there', async () => {
    const ann = await stage.person('Ann');
    const admin = stage.client();
    await admin.signIn(ADMIN);
    await admin.post('/articles', { body: { title: 'Of quinces', body: 'They ripen late.' } });
    const id = await projectOf(ann, 'Quince hedge', ['Plant quinces']);
    const { items } = await ann.client.get('/projects/{id}/tasks', { path: { id } });
    const path = { id: items[0]?.id ?? 0 };
    await ann.client.post('/tasks/{id}/comments', { path, body: { body: 'The quince needs sun' } });
    const visitor = await stage.visitor();
    await visitor.signIn(ann);
    const { page } = visitor;
    await page.keyboard.press('Control+k');
    const box = page.getByLabel('Search everything');
    await box.waitFor();
    const hits = page.locator('.hits li');
    await until(async () => {
      await box.fill('');
      await box.fill('quinc');
      await page.getByRole('status').filter({ hasText: 'found' }).waitFor({ state: 'attached' });
      return (await hits.count()) >= 4;
    });
    expect(await hits.locator('.tag').allTextContents()).toEqual(
      expect.arrayContaining(['Task', 'Comment', 'Article', 'Project']),
    );
    await page.getByLabel('What to search').selectOption('Comments');
    await hits.filter({ hasText: 'needs sun' }).getByRole('link').click();
    await page.getByRole('dialog', { name: 'Plant quinces' }).waitFor();
    await page.goBack();
    expect(await box.inputValue()).toBe('quinc');
    await box.fill('nothing of the kind');
    await page.getByText('Nothing found').waitFor();
  });
});

describe('programs', () => {
  it('SPEC-046.21: have accounts of their own, with tokens that are shown once', async () => {
    const visitor = await stage.visitor();
    await visitor.signIn(ADMIN);
    const { page } = visitor;
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.getByRole('link', { name: 'Administration' }).click();
    const form = page.locator('form', { has: page.getByRole('button', { name: 'New service account' }) });
    await form.getByLabel('Name').fill('Weather station');
    await form.getByRole('button').click();
    const account = page.locator('details', { hasText: 'Weather station' });
    await account.locator('summary').click();
    await account.getByLabel('What is it for?').fill('the roof');
    await account.getByRole('button', { name: 'Create token' }).click();
    const token = (await account.locator('.note pre').textContent()) ?? '';
    const url = `http://localhost:${new URL(stage.board).port}`;
    const station = createClient({ url, refreshIn: 'body', storage: memoryStorage(), token });
    expect((await station.get('/users/me')).display_name).toBe('Weather station');
    await account.getByRole('button', { name: 'Disable' }).click();
    await account.locator('.tag').getByText('disabled').waitFor();
    await expect(station.get('/users/me')).rejects.toMatchObject({ status: 401 });
    await account.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await account.waitFor({ state: 'detached' });
  });

  it('SPEC-046.22: hear of a project by webhooks, and what they were sent is seen', async () => {
    const receiver = createServer((request, answer) => request.resume().on('end', () => answer.writeHead(204).end()));
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Garden', []);
    const visitor = await stage.visitor();
    await visitor.signIn(ann);
    await visitor.open(`/projects/${id}/members`);
    const { page } = visitor;
    await page.getByLabel('Address').fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/garden`);
    await page.getByLabel('Comments').check();
    await page.getByRole('button', { name: 'Add webhook' }).click();
    expect(await page.locator('.note pre').textContent()).toMatch(/^whsec_/);
    const webhook = page.locator('details', { hasText: '/garden' });
    await webhook.locator('summary').click();
    await webhook.getByText('Nothing was sent yet.').waitFor();
    await webhook.getByRole('button', { name: 'Send a test' }).click();
    const delivered = webhook.getByText('delivered');
    await until(async () => {
      await webhook.getByRole('button', { name: 'Look again' }).click();
      return (await delivered.count()) > 0;
    });
    await webhook.getByText('answered 204').waitFor();
    await webhook.getByRole('button', { name: 'Pause' }).click();
    await webhook.getByText('paused').waitFor();
    await webhook.getByRole('button', { name: 'Remove' }).click();
    await webhook.waitFor({ state: 'detached' });
    receiver.close();
  });
});

describe('a project', () => {
  it('SPEC-046.23: is renamed, archived and gone on with, and comes back when it was deleted', async () => {
    const ann = await stage.person('Ann');
    const id = await projectOf(ann, 'Garden', ['Dig']);
    const visitor = await stage.visitor();
    await visitor.signIn(ann);
    await visitor.open(`/projects/${id}/members`);
    const { page } = visitor;
    const form = page.locator('form', { has: page.getByRole('button', { name: 'Archive' }) });
    await form.getByLabel('Name').fill('Orchard');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.locator('h1').getByText('Orchard').waitFor();
    await page.getByRole('button', { name: 'Archive' }).click();
    await page.getByText(/This project is archived/).waitFor();
    await page.getByRole('button', { name: 'Go on with it' }).click();
    await page.getByRole('button', { name: 'Delete project' }).click();
    await page.getByRole('heading', { name: 'Projects', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await visitor.card('Dig').waitFor();
  });
});
