import { DomainEvent } from '../../platform/events/domain-event.js';
import type { ApiToken } from './api-token.entity.js';

interface AboutApiToken {
  /** The account that it is for. */
  userId: number;
  tokenId: number;
  name: string;
  permissions: string[] | null;
  projectIds: number[] | null;
  expiresAt: Date | null;
}

export function aboutApiToken({
  id: tokenId,
  userId,
  name,
  permissions,
  projectIds,
  expiresAt,
}: ApiToken): AboutApiToken {
  return { userId, tokenId, name, permissions, projectIds, expiresAt };
}

abstract class ApiTokenEvent extends DomainEvent<AboutApiToken> {
  get subject() {
    return { type: 'user', id: this.data.userId };
  }
}

export class ApiTokenCreated extends ApiTokenEvent {
  static readonly type = 'api_token.created';
}

export class ApiTokenRevoked extends ApiTokenEvent {
  static readonly type = 'api_token.revoked';
}
