import { Injectable } from '@nestjs/common';
import { accessErrors } from '../../platform/access/access-errors.js';
import { AccessInvalidation } from '../../platform/access/identities/access-invalidation.js';
import { hashOfApiToken, newApiToken, prefixOfApiToken } from '../../platform/access/api-tokens/api-token-format.js';
import { sessionOfToken } from '../../platform/access/api-tokens/token-session.js';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import { Within } from '../../platform/events/on.js';
import type { Actor, Visitor } from '../../platform/request/actor.js';
import { AccountReclaimed } from '../sign-in/sign-in.events.js';
import type { CreateApiToken } from './api-token.dto.js';
import { type ApiToken, MAX_TOKENS } from './api-token.entity.js';
import { apiTokenErrors } from './api-token.errors.js';
import { aboutApiToken, ApiTokenCreated, ApiTokenRevoked } from './api-token.events.js';
import { ApiTokenRepository, type Standing } from './api-token.repository.js';

/** A token as its owner gets it, once. */
export interface MadeToken {
  token: ApiToken;
  secret: string;
}

/** @spec SPEC-034 */
@Injectable()
export class ApiTokenService {
  constructor(
    private readonly db: Database,
    private readonly tokens: ApiTokenRepository,
    private readonly invalidation: AccessInvalidation,
    private readonly events: Events,
  ) {}

  listOf(userId: number, page: { after: number | null; limit: number }): Promise<ApiToken[]> {
    return this.tokens.listOf(userId, page);
  }

  /** Null where the account has no such token. */
  async findOf(userId: number, id: number): Promise<ApiToken | null> {
    const token = await this.tokens.findById(id);
    return token?.userId === userId ? token : null;
  }

  /**
   * Makes a token for an account.
   *
   * @throws AppError `limit_reached`, `validation_failed` for a permission that the account doesn't have, a project that
   *   it can't read, or a time that is over
   */
  create(actor: Actor, userId: number, input: CreateApiToken): Promise<MadeToken> {
    const { name, permissions = null, project_ids: projectIds = null, expires_at: expiresAt = null } = input;
    if (expiresAt && expiresAt.getTime() <= Date.now()) throw apiTokenErrors.expired();
    return this.db.transaction(async () => {
      const standing = await this.tokens.standingOf(userId, actor.sessionId);
      if (userId === actor.id && !standing.isSignedIn) throw accessErrors.tokenRevoked();
      requireHeld(standing, permissions);
      await this.requireReadable(userId, standing, projectIds);
      if (standing.count >= MAX_TOKENS) throw errors.limitReached('API tokens', MAX_TOKENS);
      const secret = newApiToken();
      const kept = { prefix: prefixOfApiToken(secret), tokenHash: hashOfApiToken(secret) };
      const token = await this.tokens.keep({ userId, name, permissions, projectIds, expiresAt, ...kept });
      await this.events.record(actor, new ApiTokenCreated(aboutApiToken(token)));
      return { token, secret };
    });
  }

  /**
   * From now on it is refused, and its connections are closed, on every instance.
   *
   * @throws AppError `not_found` where somebody else has revoked it meanwhile
   */
  async revoke(actor: Actor, token: ApiToken): Promise<void> {
    await this.db.transaction(async () => {
      if (!(await this.tokens.revoke(token))) throw errors.notFound('API token');
      await this.invalidation.announce({ sessionId: sessionOfToken(token.id) });
      await this.events.record(actor, new ApiTokenRevoked(aboutApiToken(token)));
    });
  }

  /** Whoever made them had not shown that the address is theirs. */
  @Within(AccountReclaimed)
  async revokeUnproven(_by: Visitor | null, { data: { userId } }: AccountReclaimed): Promise<void> {
    for (const id of await this.tokens.revokeAllOf(userId))
      await this.invalidation.announce({ sessionId: sessionOfToken(id) });
  }

  private async requireReadable(
    userId: number,
    { permissions }: Standing,
    projectIds: readonly number[] | null,
  ): Promise<void> {
    if (projectIds === null || projectIds.length === 0) return;
    if (!permissions.includes('read_project')) throw apiTokenErrors.unknownProject();
    const all = permissions.includes('manage_all_projects');
    const readable = await this.tokens.projectsAmong(userId, projectIds, { all });
    if (readable.length < projectIds.length) throw apiTokenErrors.unknownProject();
  }
}

function requireHeld({ permissions: held }: Standing, named: CreateApiToken['permissions']): void {
  const missing = named?.find((permission) => !held.includes(permission));
  if (missing !== undefined) throw apiTokenErrors.notHeld(missing);
}
