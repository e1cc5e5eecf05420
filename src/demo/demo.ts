import type { INestApplicationContext } from '@nestjs/common';
import { InvitationService } from '../features/invitations/invitation.service.js';
import { MemberService } from '../features/members/member.service.js';
import type { GivenRole } from '../features/projects/project.entity.js';
import { PreferencesService } from '../features/preferences/preferences.service.js';
import { ProjectService } from '../features/projects/project.service.js';
import { UserService } from '../features/users/user.service.js';
import { Actor, Visitor } from '../platform/request/actor.js';
import type { Permission } from '../platform/request/permissions.js';
import { Database } from '../platform/database/database.js';
import { TAKE_BOOTSTRAP_LOCK } from '../platform/database/schema/bootstrap-lock.js';
import { PasswordHasher } from '../platform/passwords/password-hasher.js';
import { StartupSummary } from '../platform/lifecycle/startup-summary.js';
import { BAKERY } from './bakery.js';
import { GARDEN } from './garden.js';
import { type Actors, DemoBoard } from './board.js';
import { PEOPLE, type DemoProject, type Who } from './project.js';

/** Known to everybody who reads this: the demo is for development only. */
const PASSWORD = 'four kinds of basil';

/** The demo accounts have no mailboxes, so no mails are sent for them. */
const KEEP_MAILS_BACK = `
  DELETE FROM deliveries d USING events e WHERE e.id = d.event_id AND d.outside AND e.actor_id = ANY($1::bigint[])`;

/** Whoever writes is signed in, until the demo is there. */
const SIGN_IN = `INSERT INTO sessions (user_id, ip, expires_at) VALUES ($1, '127.0.0.1', now()) RETURNING id`;
const SIGN_OUT = 'DELETE FROM sessions WHERE id = ANY($1::bigint[])';

/**
 * A workspace to look at: made once by the program's own services, all of it or nothing, however many instances start.
 *
 * @spec SPEC-012.21
 */
export async function seedDemo(app: INestApplicationContext): Promise<void> {
  const db = app.get(Database);
  await db.transaction(async () => {
    await db.query(TAKE_BOOTSTRAP_LOCK);
    if (await app.get(UserService).findByEmail(PEOPLE.rosa.email)) return;
    const actors = await addPeople(app);
    for (const project of [GARDEN, BAKERY]) await addProject(app, actors, project);
    await db.execute(KEEP_MAILS_BACK, [Object.values(actors).map(({ id }) => id)]);
    await db.execute(SIGN_OUT, [Object.values(actors).map(({ sessionId }) => sessionId)]);
  });
  app.get(StartupSummary).add(
    [
      'Demo sign-ins',
      Object.values(PEOPLE)
        .map(({ email }) => email)
        .join(', '),
    ],
    ['Demo password', `${PASSWORD}   (the same for each of them)`],
  );
}

async function addPeople(app: INestApplicationContext): Promise<Actors> {
  const actors: Partial<Actors> = {};
  for (const [who, person] of Object.entries(PEOPLE) as [Who, (typeof PEOPLE)[Who]][]) {
    const passwordHash = await app.get(PasswordHasher).hash(PASSWORD);
    const { id } = await app
      .get(UserService)
      .add(null, { ...person, passwordHash, emailConfirmedAt: new Date(), roles: ['user'] });
    const [session] = await app.get(Database).query<{ id: number }>(SIGN_IN, [id]);
    const identity = {
      userId: id,
      sessionId: session!.id,
      permissions: new Set<Permission>(['read_task']),
      passwordMustChange: false,
    };
    const actor = new Actor(identity, new Visitor('127.0.0.1', null, 'demo'));
    // These mails are asked for after the seeding, when nobody keeps them back any more.
    await app.get(PreferencesService).update(actor, { mail: { mentioned: false } });
    actors[who] = actor;
  }
  return actors as Actors;
}

async function addProject(app: INestApplicationContext, actors: Actors, draft: DemoProject): Promise<void> {
  const { owner, members, invited, name, description } = draft;
  const key = await freeKeyOf(app.get(Database), draft);
  const project = await app.get(ProjectService).create(actors[owner], { key, name, description });
  for (const [who, role] of Object.entries(members) as [Who, GivenRole][]) {
    await app.get(MemberService).join(actors[owner], { projectId: project.id, userId: actors[who].id, role });
  }
  if (invited) await app.get(InvitationService).invite(actors[owner], project, invited);
  await new DemoBoard(app, actors, draft).fill(project);
}

/** Nothing where somebody has it already, such as who has made a garden of their own before: then the name makes one. */
async function freeKeyOf(db: Database, { key }: DemoProject): Promise<string | undefined> {
  const taken = await db.query('SELECT FROM project_keys WHERE key = $1', [key]);
  return taken.length > 0 ? undefined : key;
}
