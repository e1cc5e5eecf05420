import { Injectable } from '@nestjs/common';
import { accessErrors } from '../../platform/access/access-errors.js';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import { Within } from '../../platform/events/on.js';
import type { Actor, Visitor } from '../../platform/request/actor.js';
import { AccountReclaimed } from '../sign-in/sign-in.events.js';
import { MAX_PASSKEYS, type Passkey } from './passkey.entity.js';
import { passkeyErrors } from './passkey.errors.js';
import { PasskeyAdded, PasskeyRefused, PasskeyRemoved } from './passkey.events.js';
import { PasskeyRepository } from './passkey.repository.js';
import { Ceremonies } from './webauthn/ceremonies.js';
import type { NewCredential } from './webauthn/credential.dto.js';

const NAME = 'Passkey';

/**
 * The passkeys of one's own account.
 *
 * @spec SPEC-040.1, SPEC-040.2, SPEC-040.3, SPEC-040.4, SPEC-040.13
 */
@Injectable()
export class PasskeyService {
  constructor(
    private readonly db: Database,
    private readonly passkeys: PasskeyRepository,
    private readonly ceremonies: Ceremonies,
    private readonly events: Events,
  ) {}

  listOf(userId: number, page: { after: number | null; limit: number }): Promise<Passkey[]> {
    return this.passkeys.listOf(userId, page);
  }

  /** @throws AppError `invalid_credentials` for what is no answer to a challenge of theirs, `limit_reached` */
  async add(actor: Actor, credential: NewCredential, name: string | null = null): Promise<Passkey> {
    const key = await this.ceremonies.newKeyIn(credential, actor.id);
    if (!key || (await this.passkeys.findByCredential(key.credentialId))) return this.refuse(actor);
    return this.db.transaction(async () => {
      const { count, isSignedIn } = await this.passkeys.hold(actor);
      if (!isSignedIn) throw accessErrors.tokenRevoked();
      if (count >= MAX_PASSKEYS) throw errors.limitReached('passkeys', MAX_PASSKEYS);
      const passkey = await this.passkeys.keep({ userId: actor.id, name: name ?? NAME, ...key });
      await this.events.record(actor, new PasskeyAdded(aboutPasskey(passkey)));
      return passkey;
    });
  }

  /**
   * Nobody signs in with it any more. Sessions that began with it stay.
   *
   * @throws AppError `not_found` where it was removed meanwhile
   */
  async remove(actor: Actor, passkey: Passkey): Promise<void> {
    await this.db.transaction(async () => {
      if (!(await this.passkeys.discard(passkey))) throw errors.notFound('passkey');
      await this.events.record(actor, new PasskeyRemoved(aboutPasskey(passkey)));
    });
  }

  /** Whoever added them had not shown that the address is theirs. */
  @Within(AccountReclaimed)
  async removeUnproven(_by: Visitor | null, { data: { userId } }: AccountReclaimed): Promise<void> {
    await this.passkeys.discardAllOf(userId);
  }

  private async refuse(actor: Actor): Promise<never> {
    const refusal = passkeyErrors.refused();
    await this.events.record(actor, new PasskeyRefused({ userId: actor.id, code: refusal.code }));
    throw refusal;
  }
}

function aboutPasskey({ id: passkeyId, userId, name }: Passkey): PasskeyAdded['data'] {
  return { userId, passkeyId, name };
}
