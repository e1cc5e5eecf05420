import { PageOf } from '../../platform/input/list-query.js';
import type { Permission } from '../../platform/request/permissions.js';
import type { ApiToken } from './api-token.entity.js';

export class ApiTokenView {
  id!: number;
  name!: string;
  /** How the token begins. */
  prefix!: string;
  /** `null`: all that the account has at the time. */
  permissions!: Permission[] | null;
  /** `null`: all projects, and what is in none. */
  project_ids!: number[] | null;
  created_at!: Date;
  /** To the minute. */
  last_used_at!: Date | null;
  expires_at!: Date | null;

  static of(this: void, token: ApiToken): ApiTokenView {
    return {
      id: token.id,
      name: token.name,
      prefix: token.prefix,
      permissions: token.permissions,
      project_ids: token.projectIds,
      created_at: token.createdAt,
      last_used_at: token.lastUsedAt,
      expires_at: token.expiresAt,
    };
  }
}

export class CreatedApiTokenView extends ApiTokenView {
  /** The token itself. It is shown only here. */
  token!: string;

  static with(this: void, token: ApiToken, secret: string): CreatedApiTokenView {
    return { ...ApiTokenView.of(token), token: secret };
  }
}

export class ApiTokenPage extends PageOf(ApiTokenView) {}
