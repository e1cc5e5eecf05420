import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { bytesOfBase64url } from '../../../platform/secrets/base64url.js';
import type { User } from '../../users/user.entity.js';
import type { Passkey } from '../passkey.entity.js';
import { CHALLENGE_MINUTES, Challenges } from './challenges.js';
import { bringsCertificates, challengeIn } from './client-data.js';
import type { NewCredential, ShownCredential } from './credential.dto.js';
import type { CreationOptionsView, RequestOptionsView } from './options.view.js';

const TIMEOUT_MS = CHALLENGE_MINUTES * 60_000;
const SIGN_IN = 'sign in';
const creationFor = (userId: number) => `create for ${userId}`;
/** EdDSA, ES256 and RS256: what Node can verify in every version that we run on. */
const ALGORITHMS = [-8, -7, -257];

/** It brings hundreds of modules for certificates: loaded when somebody comes with a passkey. */
const webauthn = () => import('@simplewebauthn/server');

/** What is kept of a new passkey. */
export type NewKey = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'transports'>;

/**
 * The two ceremonies of WebAuthn: an authenticator makes a key, and shows that it has one. Both ask for user
 * verification, and for keys that the authenticator finds by itself.
 *
 * @spec SPEC-040.1, SPEC-040.5, SPEC-040.7
 */
@Injectable()
export class Ceremonies {
  private readonly rpId: string;
  /** Of the pages that may take part. */
  private readonly origins: string[];

  constructor(
    private readonly challenges: Challenges,
    config: Config,
  ) {
    const { hostname, origin } = new URL(config.publicUrl);
    this.rpId = hostname;
    this.origins = [origin, ...config.corsOrigins.filter((one) => one !== '*')];
  }

  async askForNewKey({ id, email, displayName }: User, present: readonly Passkey[]): Promise<CreationOptionsView> {
    const { generateRegistrationOptions } = await webauthn();
    const options = await generateRegistrationOptions({
      rpName: 'fasttrack',
      rpID: this.rpId,
      userID: bytes(handleOf(id)),
      userName: email ?? displayName,
      userDisplayName: displayName,
      challenge: bytes(this.challenges.issue(creationFor(id))),
      timeout: TIMEOUT_MS,
      attestationType: 'none',
      excludeCredentials: present.map(({ credentialId, transports }) => ({ id: textOf(credentialId), transports })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    });
    return options as CreationOptionsView;
  }

  async askForKey(): Promise<RequestOptionsView> {
    const { generateAuthenticationOptions } = await webauthn();
    const { challenge } = await generateAuthenticationOptions({
      rpID: this.rpId,
      challenge: bytes(this.challenges.issue(SIGN_IN)),
    });
    return { challenge, rpId: this.rpId, allowCredentials: [], timeout: TIMEOUT_MS, userVerification: 'required' };
  }

  /** The key of a good answer to a challenge of this person, which is spent; null for any other. */
  async newKeyIn({ id, rawId, type, response }: NewCredential, userId: number): Promise<NewKey | null> {
    const { clientDataJSON, attestationObject, transports } = response;
    const expectedChallenge = await this.spend(clientDataJSON, creationFor(userId));
    if (expectedChallenge === null || (await bringsCertificates(attestationObject))) return null;
    const { verifyRegistrationResponse } = await webauthn();
    const { registrationInfo } = await orNull(
      verifyRegistrationResponse({
        response: { id, rawId, type, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
        ...this.expected(expectedChallenge),
        supportedAlgorithmIDs: ALGORITHMS,
      }),
    );
    if (registrationInfo?.credential.id !== id) return null;
    const { publicKey, counter } = registrationInfo.credential;
    const credentialId = bytesOfBase64url(id) as Buffer;
    return { credentialId, publicKey: Buffer.from(publicKey), counter, transports: transports ?? [] };
  }

  /** The new counter in a good answer of this passkey; null for any other. The challenge is spent in any case. */
  async counterIn({ id, rawId, type, response }: ShownCredential, passkey: Passkey | null): Promise<number | null> {
    const { userHandle, ...signed } = response;
    const expectedChallenge = await this.spend(signed.clientDataJSON, SIGN_IN);
    if (expectedChallenge === null || !passkey) return null;
    // Left out by clients that know which key they asked for; where it is there, it must be right.
    if (typeof userHandle === 'string' && userHandle !== textOf(handleOf(passkey.userId))) return null;
    const { publicKey, counter } = passkey;
    const { verifyAuthenticationResponse } = await webauthn();
    const { verified, authenticationInfo } = await orNull(
      verifyAuthenticationResponse({
        response: { id, rawId, type, response: signed, clientExtensionResults: {} },
        ...this.expected(expectedChallenge),
        credential: { id, publicKey: bytes(publicKey), counter },
      }),
    );
    return verified && authenticationInfo ? authenticationInfo.newCounter : null;
  }

  private expected(expectedChallenge: string) {
    return {
      expectedChallenge,
      expectedOrigin: this.origins,
      expectedRPID: this.rpId,
      requireUserVerification: true,
    };
  }

  private async spend(clientDataJSON: string, purpose: string): Promise<string | null> {
    const challenge = await challengeIn(clientDataJSON);
    return challenge !== null && (await this.challenges.spend(challenge, purpose)) ? challenge : null;
  }
}

/** What an authenticator keeps to tell accounts apart: nothing about the person. */
function handleOf(userId: number): Buffer {
  return Buffer.from(String(userId));
}

function textOf(some: Buffer): string {
  return some.toString('base64url');
}

function bytes(some: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(some);
}

/** The library throws what it has against an answer; all of it is told in the same words. */
async function orNull<T extends object>(verification: Promise<T>): Promise<Partial<T>> {
  return verification.catch(() => ({}));
}
