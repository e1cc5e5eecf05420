import { programOf } from './api-tokens.js';
import { passkeyOf } from './passkeys.js';
import { botOf } from './service-accounts.js';
import type { TestApp } from './app.js';
import type { Client } from './client.js';
import { invite, newAddress } from './invitations.js';
import { uploaded } from './files.js';
import { make } from './make.js';
import { join } from './members.js';
import type { Person } from './people.js';
import { hook } from './receiver.js';

/** Everybody who may come to a door, by what they are to the one project that the matrix is about. */
export const KINDS = [
  'anonymous',
  'outsider',
  'ex-member',
  'viewer',
  'commenter',
  'editor',
  'manager',
  'owner',
  'assignee',
  'manages all',
  'administrator',
  'must change password',
  'disabled',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Cast {
  people: Record<Exclude<Kind, 'anonymous'>, Person>;
  /** The one who asks; nobody's own client for `anonymous`. */
  clientOf: (kind: Kind) => Client;
  /** A row for each kind of path, and the same of another project. */
  rows: Rows;
  foreign: Rows;
}

export type Rows = Record<
  | 'project'
  | 'task'
  | 'label'
  | 'event'
  | 'comment'
  | 'file'
  | 'webhook'
  | 'delivery'
  | 'member'
  | 'invitation'
  | 'relation'
  | 'article'
  | 'role'
  | 'user'
  | 'session'
  | 'passkey'
  | 'token'
  | 'identity'
  | 'service account'
  | 'service token'
  | 'notification'
  | 'reminder',
  number
>;

/** One project with everybody in it, and another in which nobody of them is. */
export async function castOf(app: TestApp): Promise<Cast> {
  const people = await peopleOf(app);
  const { owner, assignee, administrator } = people;
  const project = await make.project(owner);
  for (const role of ['viewer', 'commenter', 'editor', 'manager'] as const)
    await join(app, project, people[role], role);
  for (const kind of ['ex-member', 'must change password', 'disabled'] as const)
    await join(app, project, people[kind], 'manager');
  await owner.delete(`/projects/${project.id}/members/${people['ex-member'].id}`);
  const task = await make.task(owner, project, { assignee_id: assignee.id });
  const label = await make.label(owner, project);
  const event = await firstEventOf(owner, task);
  const comment = await make.comment(people.commenter, task);
  const invitation = await invitationOf(owner, project);
  const relation = await make.relation(owner, task, await make.task(owner, project));
  const file = await uploaded(people.editor, task);
  const pinged = await pingedWebhook(owner, project);
  await administrator.patch(`/users/${people['must change password'].id}`, { password_must_change: true });
  await administrator.patch(`/users/${people.disabled.id}`, { is_active: false });
  const role = await administrator.post('/roles', { name: 'guests', description: '', permissions: [] });
  const elsewhere = await foreignRows(app);
  const bot = await botOf(administrator);
  const others = {
    article: (await make.article(administrator)).id,
    role: (role.body.data as { id: number }).id,
    user: owner.id,
    session: owner.sessionId,
    passkey: (await passkeyOf(owner)).made.id,
    token: (await programOf(owner)).made.id,
    identity: await identityOf(app, owner),
    'service account': bot.id,
    'service token': bot.made.id,
    notification: await notificationOf(app, assignee),
    reminder: (await make.reminder(assignee, task)).id,
  };
  return {
    people,
    clientOf: (kind) => (kind === 'anonymous' ? app.http : people[kind]),
    rows: {
      project: project.id,
      task: task.id,
      label: label.id,
      comment: comment.id,
      file: file.id,
      ...pinged,
      member: owner.id,
      invitation,
      relation: relation.id,
      event,
      ...others,
    },
    foreign: { ...elsewhere, ...others, 'service token': (await botOf(administrator)).made.id },
  };
}

async function peopleOf(app: TestApp): Promise<Cast['people']> {
  const administrator = await app.admin('administrator');
  await administrator.post('/roles', { name: 'overseer', description: '', permissions: ['manage_all_projects'] });
  const entries = KINDS.filter((kind) => kind !== 'anonymous' && kind !== 'administrator').map(async (kind) => {
    const roles = kind === 'manages all' ? ['user', 'overseer'] : ['user'];
    return [kind, await app.person(kind, roles)] as const;
  });
  return { ...Object.fromEntries(await Promise.all(entries)), administrator } as Cast['people'];
}

/** What somebody was told first. */
async function notificationOf(app: TestApp, person: Person): Promise<number> {
  await app.idle();
  const { items } = (await person.get('/notifications')).body.data as { items: { id: number }[] };
  return items.at(-1)?.id ?? 0;
}

/** As if a provider had been linked. */
export async function identityOf(app: TestApp, { id }: { id: number }): Promise<number> {
  const [row] = await app.database.query<{ id: number }>(
    `INSERT INTO user_identities (user_id, provider, issuer, subject)
     VALUES ($1::bigint, 'corp', 'https://corp.example', 's' || $1::bigint) RETURNING id`,
    [id],
  );
  return row?.id ?? 0;
}

async function invitationOf(inviter: Person, project: { id: number }): Promise<number> {
  return ((await invite(inviter, project, newAddress())).body.data as { id: number }).id;
}

/** It is paused, so that nothing is sent. */
async function pingedWebhook(manager: Person, project: { id: number }): Promise<Pick<Rows, 'webhook' | 'delivery'>> {
  const { id: webhook } = await hook(manager, project, 'https://192.0.32.7/');
  await manager.patch(`/webhooks/${webhook}`, { is_active: false });
  const { body } = await manager.post(`/webhooks/${webhook}/ping`);
  return { webhook, delivery: (body.data as { id: number }).id };
}

async function firstEventOf(reader: Person, task: { id: number }): Promise<number> {
  const { items } = (await reader.get(`/tasks/${task.id}/history`)).body.data as { items: { id: number }[] };
  return items.at(-1)?.id ?? 0;
}

type Foreign = Omit<
  Rows,
  | 'article'
  | 'role'
  | 'user'
  | 'session'
  | 'passkey'
  | 'token'
  | 'identity'
  | 'service account'
  | 'service token'
  | 'notification'
  | 'reminder'
>;

async function foreignRows(app: TestApp): Promise<Foreign> {
  const stranger = await app.person('Stranger');
  const project = await make.project(stranger);
  const task = await make.task(stranger, project);
  const label = await make.label(stranger, project);
  const event = await firstEventOf(stranger, task);
  const comment = await make.comment(stranger, task);
  const file = await uploaded(stranger, task);
  const pinged = await pingedWebhook(stranger, project);
  const invitation = await invitationOf(stranger, project);
  const relation = await make.relation(stranger, task, await make.task(stranger, project));
  return {
    project: project.id,
    task: task.id,
    label: label.id,
    comment: comment.id,
    file: file.id,
    ...pinged,
    member: stranger.id,
    invitation,
    relation: relation.id,
    event,
  };
}
