import { startApp, startBeside, type TestApp } from '../support/app.js';
import { invite, linkTo, newAddress } from '../support/invitations.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { said } from '../support/outcome.js';

const ROUNDS = 8;

let app: TestApp;
let beside: TestApp;
let mailbox: Mailbox;
let admin: Person;
let olga: Person;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url });
  beside = await startBeside(app, { SMTP_URL: mailbox.url });
  [admin, olga] = [await app.admin(), await app.person('Olga')];
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
  await mailbox.close();
});

test('SPEC-018.13: the deletion of an account, its invitations and their use don’t wait for each other', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const project = await make.project(olga);
    const mia = await join(app, project, await app.person('Mia'), 'manager');
    await make.project(mia);
    const email = newAddress();
    const token = await linkTo(app, mailbox, { inviter: mia, project, email });
    const ben = await app.person('Ben');
    const [deleted, accepted, invited, renewed] = await Promise.all([
      admin.delete(`/users/${mia.id}`, { new_owner_id: olga.id }),
      beside.as(ben).post('/invitations/accept', { token }),
      beside.as(mia).post(`/projects/${project.id}/invitations`, { email: newAddress(), role: 'viewer' }),
      invite(olga, project, email, 'viewer'),
    ]);
    expect([deleted, renewed].map(said)).toEqual(['200', '201']);
    expect(['200', '422 invalid_token_link']).toContain(said(accepted));
    expect(['201', '401 token_revoked', '403 forbidden']).toContain(said(invited));
    const { items } = (await olga.get(`/projects/${project.id}/invitations`)).body.data as {
      items: { invited_by: { id: number } }[];
    };
    expect(items.map(({ invited_by: by }) => by.id)).toEqual([olga.id]);
  }
});

test('SPEC-018.12: two who accept each other’s invitations at the same moment are both let in', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [ann, ben] = [await app.person('Ann'), await app.person('Ben')];
    const [hers, his] = [await make.project(ann), await make.project(ben)];
    const toBen = await linkTo(app, mailbox, { inviter: ann, project: hers, email: ben.email });
    const toAnn = await linkTo(app, mailbox, { inviter: ben, project: his, email: ann.email });
    await app.database.execute('UPDATE users SET email_confirmed_at = NULL WHERE id = ANY ($1)', [[ann.id, ben.id]]);
    const answers = await Promise.all([
      ben.post('/invitations/accept', { token: toBen }),
      beside.as(ann).post('/invitations/accept', { token: toAnn }),
    ]);
    expect(answers.map(said)).toEqual(['200', '200']);
  }
});
