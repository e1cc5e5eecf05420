import type { Canaries } from './canaries.js';
import type { Visitor } from './visitor.js';

/** Invites an address, tries false links, and uses the true one. Answers the status of that. */
export async function inviteAndAccept(
  person: Visitor,
  secrets: Canaries,
  { email, linkTo }: { email: string; linkTo: (email: string, page: string, name: string) => Promise<string> },
): Promise<number> {
  const { data: project } = await person.post('/projects', { name: 'Shared' });
  await person.post(
    `/projects/${String(project.id)}/invitations`,
    { email, role: 'viewer' },
    { 'Idempotency-Key': 'i' },
  );
  const token = await linkTo(email, 'invitations', 'link for an invitation');
  await person.post('/invitations/inspect', { token });
  await person.post('/invitations/accept', { token: secrets.make('false invitation') });
  const guest = { email, password: secrets.make('password of a guest'), display_name: 'Guest' };
  await person.post('/auth/register', { ...guest, invitation_token: secrets.make('false invitation of a guest') });
  return (await person.post('/invitations/accept', { token }, { 'Idempotency-Key': 'accept' })).status;
}
