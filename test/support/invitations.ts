import type { TestApp } from './app.js';
import type { Answer } from './client.js';
import type { Mailbox } from './mailbox.js';
import type { Person } from './people.js';

let addresses = 0;

/** An address that nobody has. */
export const newAddress = (name = 'guest') => `${name}.${process.pid}.${++addresses}@example.org`;

export function invite(inviter: Person, { id }: { id: number }, email: string, role = 'editor'): Promise<Answer> {
  return inviter.post(`/projects/${id}/invitations`, { email, role });
}

const WAITING = "SELECT FROM deliveries WHERE subscriber = 'mail-invitation'";

/** The token of the newest link that came to an address. Any instance may have sent it. */
export async function tokenAt(app: TestApp, mailbox: Mailbox, email: string): Promise<string> {
  while ((await app.database.execute(WAITING)) > 0) await app.idle();
  const isTo = (address: string) => address.toLowerCase() === email.toLowerCase();
  const token = /\/invitations#token=([\w-]{43})$/m.exec(
    mailbox.mails.findLast(({ to }) => to.some(isTo))?.text ?? '',
  )?.[1];
  if (!token) throw new Error(`No invitation came for ${email}.`);
  return token;
}

/** Invites an address that nobody has, and answers the token of the link. */
export async function linkTo(
  app: TestApp,
  mailbox: Mailbox,
  { inviter, project, email = newAddress(), role }: Inviting,
): Promise<string> {
  const { status, body } = await invite(inviter, project, email, role);
  if (status !== 201) throw new Error(`Inviting answered ${status} ${JSON.stringify(body.error)}`);
  return tokenAt(app, mailbox, email);
}

interface Inviting {
  inviter: Person;
  project: { id: number };
  email?: string;
  role?: string;
}
