import { ApiProperty } from '@nestjs/swagger';

/** `PublicKeyCredentialCreationOptionsJSON` and `PublicKeyCredentialRequestOptionsJSON` of WebAuthn Level 3. */

export class RelyingPartyView {
  name!: string;
  /** The host of `PUBLIC_URL`. */
  id!: string;
}

export class KeyOwnerView {
  id!: string;
  name!: string;
  displayName!: string;
}

export class KeyKindView {
  type!: string;
  /** A number of the COSE registry of algorithms. */
  @ApiProperty({ type: 'integer', minimum: -65_535 })
  alg!: number;
}

export class KnownKeyView {
  id!: string;
  type!: string;
  transports?: string[];
}

export class AuthenticatorSelectionView {
  residentKey!: string;
  requireResidentKey!: boolean;
  userVerification!: string;
}

export class ExtensionsView {
  credProps!: boolean;
}

export class CreationOptionsView {
  rp!: RelyingPartyView;
  user!: KeyOwnerView;
  /** To be answered once, within five minutes. */
  challenge!: string;
  pubKeyCredParams!: KeyKindView[];
  /** In milliseconds. */
  timeout!: number;
  attestation!: string;
  /** The passkeys that you have: their authenticators make no second one. */
  excludeCredentials!: KnownKeyView[];
  authenticatorSelection!: AuthenticatorSelectionView;
  extensions!: ExtensionsView;
  hints!: string[];
}

export class RequestOptionsView {
  /** To be answered once, within five minutes. */
  challenge!: string;
  rpId!: string;
  /** Empty: the authenticator finds the passkey by itself. */
  allowCredentials!: KnownKeyView[];
  /** In milliseconds. */
  timeout!: number;
  userVerification!: string;
}
