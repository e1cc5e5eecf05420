import { Names, Nullable, OneOf, Text } from '../../../platform/input/fields.js';
import { Nested } from '../../../platform/input/fields/nested-fields.js';
import { Algorithm, Bytes, ExtensionResults } from './credential-fields.js';

/** The most bytes of a credential id (WebAuthn Level 3, §4). */
const MAX_CREDENTIAL_ID = 1_023;
const MAX_CLIENT_DATA = 3_000;

/** What the JSON of every `PublicKeyCredential` has beside its response. */
class Credential {
  @Bytes({ max: MAX_CREDENTIAL_ID })
  id!: string;

  /** The same as `id`. */
  @Bytes({ max: MAX_CREDENTIAL_ID })
  rawId!: string;

  @OneOf(['public-key'])
  type!: 'public-key';

  /** Not used. */
  @Nullable()
  @Text({ max: 100 })
  authenticatorAttachment?: string | null;

  /** Not used. */
  @Nullable()
  @ExtensionResults()
  clientExtensionResults?: object | null;
}

export class AttestationResponse {
  @Bytes({ max: MAX_CLIENT_DATA })
  clientDataJSON!: string;

  @Bytes({ max: 15_000 })
  attestationObject!: string;

  /** How browsers reach the authenticator. */
  @Nullable()
  @Names({ max: 20 })
  transports?: string[] | null;

  /** Not used: it is in `attestationObject`. */
  @Nullable()
  @Bytes({ max: 10_000 })
  authenticatorData?: string | null;

  /** Not used: it is in `attestationObject`. */
  @Nullable()
  @Bytes({ max: 10_000 })
  publicKey?: string | null;

  /** Not used: it is in `attestationObject`. */
  @Nullable()
  @Algorithm()
  publicKeyAlgorithm?: number | null;
}

/** What `navigator.credentials.create()` gives, by `toJSON()` (`RegistrationResponseJSON` of WebAuthn Level 3). */
export class NewCredential extends Credential {
  @Nested(AttestationResponse)
  response!: AttestationResponse;
}

export class AssertionResponse {
  @Bytes({ max: MAX_CLIENT_DATA })
  clientDataJSON!: string;

  @Bytes({ max: 10_000 })
  authenticatorData!: string;

  @Bytes({ max: 2_000 })
  signature!: string;

  /** The account that the authenticator keeps the passkey for. */
  @Nullable()
  @Bytes({ max: 64 })
  userHandle?: string | null;
}

/** What `navigator.credentials.get()` gives, by `toJSON()` (`AuthenticationResponseJSON` of WebAuthn Level 3). */
export class ShownCredential extends Credential {
  @Nested(AssertionResponse)
  response!: AssertionResponse;
}
