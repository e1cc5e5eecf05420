import { startApp, type TestApp } from '../support/app.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let mailbox: Mailbox;
let ann: Person;
let bob: Person;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({
    SMTP_URL: mailbox.url,
    PUBLIC_URL: 'https://api.example.com',
    APP_URL: 'https://tasks.example.com/app',
  });
  [ann, bob] = await Promise.all([app.person('Ann'), app.person('Bob')]);
});

afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

async function mailsTo({ email }: Person): Promise<number> {
  await app.idle();
  return mailbox.to(email).length;
}

test('SPEC-011.8: an assignee gets a mail that names the task and leads to it', async () => {
  const project = await make.project(ann, { name: 'Jardin d’été' });
  const before = await mailsTo(bob);
  const { id } = await make.task(ann, project, { title: 'Wässern 🌱', assignee_id: bob.id });
  expect(await mailsTo(bob)).toBe(before + 1);
  const { text } = mailbox.newest(bob.email);
  for (const part of ['Bob', 'Wässern 🌱', 'Jardin d’été', `https://tasks.example.com/app/tasks/${id}`]) {
    expect(text).toContain(part);
  }
});

test('SPEC-011.8: a task that is given on is news for the new assignee only', async () => {
  const task = await make.task(ann, await make.project(ann), { assignee_id: bob.id });
  const cy = await app.person('Cy');
  const before = await mailsTo(bob);
  await ann.patch(`/tasks/${task.id}`, { assignee_id: cy.id });
  expect([await mailsTo(bob), await mailsTo(cy)]).toEqual([before, 1]);
});

test('SPEC-011.8: nobody gets mail of their own deed, nor of what changes nothing', async () => {
  const project = await make.project(ann);
  const [forAnn, forBob] = [await mailsTo(ann), await mailsTo(bob)];
  const task = await make.task(ann, project, { assignee_id: ann.id });
  await ann.patch(`/tasks/${task.id}`, { assignee_id: null });
  await ann.patch(`/tasks/${task.id}`, { assignee_id: bob.id });
  await ann.patch(`/tasks/${task.id}`, { assignee_id: bob.id, title: 'Again' });
  await bob.patch(`/tasks/${task.id}`, { status: 'in_progress', assignee_id: bob.id });
  expect([await mailsTo(ann), await mailsTo(bob)]).toEqual([forAnn, forBob + 1]);
});
