import { Injectable } from '@nestjs/common';
import { accessErrors } from '../../platform/access/access-errors.js';
import { Identities } from '../../platform/access/identities/identities.js';
import type { Principal } from '../../platform/access/policy.js';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { errors } from '../../platform/errors/errors.js';
import type { Actor, Identity } from '../../platform/request/actor.js';
import type { FeedKindName } from '../projects/feed-kinds/feed-kind.entity.js';
import { FeedKinds } from '../projects/feed-kinds/feed-kinds.service.js';

/** Somebody who reads a feed, as they are now. */
export interface FeedReader extends Principal {
  kinds: readonly FeedKindName[];
}

/** Who may follow a project, asked again and again: what somebody may read changes while they wait. */
@Injectable()
export class FeedAccess {
  constructor(
    private readonly identities: Identities,
    private readonly rows: ResourceRegistry,
    private readonly kinds: FeedKinds,
  ) {}

  /**
   * @throws AppError `token_revoked`, `password_change_required`, `not_found`, `forbidden`, as a request for the project
   *   would
   */
  async require(sessionId: number, projectId: number): Promise<FeedReader> {
    const identity = await this.identities.find(sessionId);
    if (!identity) throw accessErrors.tokenRevoked();
    if (identity.passwordMustChange) throw accessErrors.passwordMustChange();
    const reader = readerOf(identity);
    const verdict = await this.rows.evaluate(reader, 'read_project', 'project', projectId);
    if (verdict && !verdict.isPermitted) throw accessErrors.missingPermission('read_project');
    if (!verdict) throw errors.notFound('project');
    if (!verdict.isReached) throw accessErrors.beyondToken();
    if (!verdict.isRelated) {
      const message = `Only the project's ${verdict.needed.join(' or ')} may do this.`;
      throw errors.forbidden({ field: 'project', code: verdict.needed.join('_or_'), message });
    }
    return { ...reader, kinds: this.kinds.seenBy(reader) };
  }

  /** The caller of a request, whom the guard has just judged. */
  of({ identity }: Actor): FeedReader {
    const reader = readerOf(identity);
    return { ...reader, kinds: this.kinds.seenBy(reader) };
  }
}

/** Also of an API token, which narrows what its owner may read. */
function readerOf({ userId: id, permissions, token }: Identity): Principal {
  return { id, can: (permission) => permissions.has(permission), projectIds: token?.projectIds ?? null };
}
