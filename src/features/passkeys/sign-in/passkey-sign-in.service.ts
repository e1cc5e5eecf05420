import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../../platform/request/actor.js';
import { bytesOfBase64url } from '../../../platform/secrets/base64url.js';
import type { TokenPair } from '../../sessions/tokens/token.service.js';
import { SessionOpening } from '../../sign-in/session-opening.service.js';
import { SignInGate } from '../../sign-in/sign-in-gate.service.js';
import type { Passkey } from '../passkey.entity.js';
import { passkeyErrors } from '../passkey.errors.js';
import { PasskeyRepository } from '../passkey.repository.js';
import { Ceremonies } from '../webauthn/ceremonies.js';
import type { ShownCredential } from '../webauthn/credential.dto.js';

/**
 * Signs people in who show a passkey. The authenticator has verified the person, so a passkey is two factors: neither a
 * password nor a code is asked for.
 *
 * @spec SPEC-040.5, SPEC-040.6, SPEC-040.7, SPEC-040.8, SPEC-040.10
 */
@Injectable()
export class PasskeySignIn {
  constructor(
    private readonly gate: SignInGate,
    private readonly openings: SessionOpening,
    private readonly passkeys: PasskeyRepository,
    private readonly ceremonies: Ceremonies,
  ) {}

  /** @throws AppError `invalid_credentials` whatever is wrong, `rate_limited`, `overloaded` */
  signIn(visitor: Visitor, credential: ShownCredential): Promise<TokenPair> {
    return this.gate.attempt(visitor, () => this.check(visitor, credential));
  }

  private async check(visitor: Visitor, credential: ShownCredential): Promise<TokenPair> {
    const passkey = await this.passkeys.findByCredential(bytesOfBase64url(credential.rawId) as Buffer);
    const counter = await this.ceremonies.counterIn(credential, passkey);
    const pair = passkey && counter !== null && (await this.open(visitor, passkey, counter));
    return pair || this.gate.refuse(visitor, passkey?.userId ?? null, passkeyErrors.refused());
  }

  /** Null where the person is disabled, the passkey gone, or another one with a higher counter was faster. */
  private open(visitor: Visitor, passkey: Passkey, counter: number): Promise<TokenPair | null> {
    const claim = () => this.passkeys.use(passkey, counter);
    return this.openings.open(visitor, { id: passkey.userId }, { by: 'passkey', claim });
  }
}
