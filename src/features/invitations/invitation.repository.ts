import './invitation.errors.js';
import { Injectable } from '@nestjs/common';
import { relationsNeeded } from '../../platform/access/policy.js';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { PROJECT_ROLES, type ProjectRole } from '../projects/project.entity.js';
import { roleIn } from '../projects/project-member.entity.js';
import { permissionsOf } from '../roles/permissions/permission.entity.js';
import { PERSON_FIELDS } from '../users/person.entity.js';
import { Invitation } from './invitation.entity.js';

/** How many open ones a project can have. */
export const MAX_OPEN = 100;
const DAYS = 7;

/** Locks the account, as everybody does before they lock a project. */
const LOCK_ACCOUNT = 'SELECT email_key AS "emailKey" FROM users WHERE id = $1 AND is_active FOR KEY SHARE';

const CLEAR = `
  DELETE FROM invitations WHERE id = ANY (ARRAY(SELECT id FROM invitations WHERE expires_at < now() LIMIT 5000))`;

export type NewInvitation = Pick<
  Invitation,
  'projectId' | 'inviterId' | 'email' | 'emailKey' | 'role' | 'salt' | 'tokenHash'
>;

/**
 * Invitations. One is open while it has not expired and its inviter may still invite: whoever is no manager any more, or
 * is disabled, lets nobody in. Every statement here means that by "open".
 */
@Injectable()
export class InvitationRepository extends EntityRepository<Invitation> {
  private readonly open = `i.expires_at > now() AND ${mayInvite('i.inviter_id', 'i.project_id')}`;

  private readonly shownOne = `${this.columns('i')}, ${this.related('inviter', PERSON_FIELDS, 'i')}`;

  /** One statement renews or makes. Its caller holds the project, so that those who invite at once are counted. */
  private readonly toIssue = `
    INSERT INTO invitations AS i (project_id, inviter_id, email, email_key, role, salt, token_hash, expires_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, now() + interval '${DAYS} days'
    WHERE (
      SELECT count(*) FROM invitations i WHERE i.project_id = $1 AND i.email_key <> $4 AND ${this.open}
    ) < ${MAX_OPEN}
    ON CONFLICT (project_id, email_key) DO UPDATE SET
      inviter_id = excluded.inviter_id, email = excluded.email, role = excluded.role, salt = excluded.salt,
      token_hash = excluded.token_hash, expires_at = excluded.expires_at
    RETURNING ${this.shownOne}`;

  private readonly openOnes = `
    SELECT ${this.shownOne} FROM invitations i
    WHERE i.project_id = $1 AND i.id > $2 AND ${this.open} ORDER BY i.id LIMIT $3`;

  private readonly all = `
    SELECT ${this.shownOne}, ${this.joined('p', 'project', ['id', 'name'])}
    FROM invitations i JOIN projects p ON p.id = i.project_id WHERE ${this.open}`;

  private readonly byToken = `${this.all} AND i.token_hash = $1`;
  private readonly byId = `${this.all} AND i.id = $1`;

  private readonly toSpend = `DELETE FROM invitations i WHERE i.token_hash = $1 AND ${this.open}`;
  private readonly toCancel = `DELETE FROM invitations i WHERE i.id = $1 AND i.project_id = $2 AND ${this.open}`;

  constructor(db: Database) {
    super(Invitation, db);
  }

  /** Answers the normalised address of the account; null for whoever is gone or disabled. */
  async lockAccount(userId: number): Promise<string | null> {
    const [account] = await this.rows<{ emailKey: string }>(LOCK_ACCOUNT, [userId]);
    return account?.emailKey ?? null;
  }

  /** An invitation of the same address gets this link, role and inviter. Null where the project has too many open ones. */
  issue({ projectId, inviterId, email, emailKey, role, salt, tokenHash }: NewInvitation): Promise<Invitation | null> {
    return this.selectOne(this.toIssue, [projectId, inviterId, email, emailKey, role, salt, tokenHash]);
  }

  listOpen(projectId: number, { after, limit }: { after: number | null; limit: number }): Promise<Invitation[]> {
    return this.select(this.openOnes, [projectId, after ?? 0, limit + 1]);
  }

  findOpen(id: number): Promise<Invitation | null> {
    return this.selectOne(this.byId, [id]);
  }

  findByHash(tokenHash: Buffer): Promise<Invitation | null> {
    return this.selectOne(this.byToken, [tokenHash]);
  }

  /** False where it isn't open, or somebody was faster. */
  async spend(tokenHash: Buffer): Promise<boolean> {
    return (await this.execute(this.toSpend, [tokenHash])) > 0;
  }

  /** False where the project has no such open one. */
  async cancel(projectId: number, id: number): Promise<boolean> {
    return (await this.execute(this.toCancel, [id, projectId])) > 0;
  }

  async clearOld(): Promise<void> {
    await this.execute(CLEAR);
  }
}

/** What the policy says of `update_project`, as SQL: whether this person may still invite to this project. */
function mayInvite(person: string, project: string): string {
  const least = relationsNeeded('project', 'update_project') as readonly ProjectRole[];
  const enough = PROJECT_ROLES.filter((_, rank) =>
    PROJECT_ROLES.slice(0, rank + 1).some((role) => least.includes(role)),
  );
  return `EXISTS (
    SELECT FROM (SELECT ${permissionsOf('u.id')} AS held FROM users u WHERE u.id = ${person} AND u.is_active) inviter
    WHERE 'update_project' = ANY(held) AND (
      'manage_all_projects' = ANY(held) OR ${roleIn(project, person)} IN ('${enough.join("', '")}')))`;
}
