import { startApp, type TestApp } from '../support/app.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { PASSWORD } from '../support/people.js';

const APP_URL = 'https://board.example.com/fasttrack';

let mailbox: Mailbox;
let app: TestApp;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url, PUBLIC_URL: 'https://api.example.com', APP_URL: `${APP_URL}/` });
});
afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

/** The links of all mails to somebody, without their tokens. */
function linksTo(address: string): string[] {
  const links = mailbox.to(address).flatMap(({ text }) => text.match(/https?:\/\/\S+/g) ?? []);
  return links.map((link) => link.replace(/#token=[\w-]{43}$/, '#token=…')).sort();
}

test('SPEC-013.15: every link of every mail begins with APP_URL and leads to a page of the front end', async () => {
  const [ann, ben] = await Promise.all([app.person('Ann'), app.person('Ben')]);
  const project = await make.project(ann);
  const task = await make.task(ann, project, { assignee_id: ben.id });
  await app.http.post('/auth/password/forgot', { email: ben.email });
  await ann.post(`/projects/${project.id}/invitations`, { email: 'guest@example.org', role: 'viewer' });
  await ben.post('/users/me/email', { email: 'ben.new@example.org', current_password: PASSWORD });
  await app.idle();
  expect(linksTo(ben.email)).toEqual([`${APP_URL}/reset-password#token=…`, `${APP_URL}/tasks/${task.id}`]);
  expect(linksTo('ben.new@example.org')).toEqual([`${APP_URL}/confirm-email#token=…`]);
  expect(linksTo('guest@example.org')).toEqual([`${APP_URL}/invitations#token=…`]);
  const all = mailbox.mails.flatMap(({ text }) => text.match(/https?:\/\/\S+/g) ?? []);
  expect(all.filter((link) => !link.startsWith(`${APP_URL}/`))).toEqual([]);
});
