import { Injectable } from '@nestjs/common';
import { accessErrors } from '../../../platform/access/access-errors.js';
import type { Actor } from '../../../platform/request/actor.js';
import { UserService } from '../../users/user.service.js';
import { MAX_PASSKEYS } from '../passkey.entity.js';
import { PasskeyRepository } from '../passkey.repository.js';
import { Ceremonies } from '../webauthn/ceremonies.js';
import type { CreationOptionsView, RequestOptionsView } from '../webauthn/options.view.js';

/** What a browser needs to ask an authenticator. */
@Injectable()
export class PasskeyOptions {
  constructor(
    private readonly users: UserService,
    private readonly passkeys: PasskeyRepository,
    private readonly ceremonies: Ceremonies,
  ) {}

  /** For a new passkey, of an authenticator that has none of this account. */
  async forNewOf(actor: Actor): Promise<CreationOptionsView> {
    const user = await this.users.find(actor.id);
    if (!user) throw accessErrors.tokenRevoked();
    const present = await this.passkeys.listOf(user.id, { after: null, limit: MAX_PASSKEYS });
    return this.ceremonies.askForNewKey(user, present);
  }

  forSignIn(): Promise<RequestOptionsView> {
    return this.ceremonies.askForKey();
  }
}
