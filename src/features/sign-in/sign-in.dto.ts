import { Email, Name, OneOf, Optional, Secret, Text } from '../../platform/input/fields.js';
import { Example } from '../../platform/input/example.js';

@Example({ email: 'ann@example.com', password: 'a garden of my own', display_name: 'Ann' })
export class Register {
  @Email()
  email!: string;

  @Secret({ min: 8 })
  password!: string;

  @Name()
  display_name!: string;

  /** The token from the link of an invitation: the account joins its project at once. */
  @Optional()
  @Secret({ max: 200 })
  invitation_token?: string;
}

@Example({ email: 'ann@example.com', password: 'a garden of my own' })
export class Login {
  @Email()
  email!: string;

  @Secret()
  password!: string;

  /** A code of the authenticator app, if the account has a second factor. */
  @Optional()
  @Secret({ max: 20 })
  totp_code?: string;

  /** A backup code instead of `totp_code`. Each works once. */
  @Optional()
  @Secret({ max: 50 })
  backup_code?: string;

  /** Where the refresh token goes: `cookie` is one that no script can read, for pages of the same site. `body` by default. */
  @Optional()
  @OneOf(['body', 'cookie'])
  refresh_in?: 'body' | 'cookie';
}

/** A form of OAuth 2: an empty field counts as missing, one that the RFC doesn't know is ignored. */
@Example({ grant_type: 'password', username: 'ann@example.com', password: 'a garden of my own' })
export class TokenRequest {
  static readonly ignoresUnknownFields = true;

  /** `password` or `refresh_token`. */
  @Text({ max: 200 })
  grant_type!: string;

  /** The e-mail address, for the grant `password`. */
  @Optional()
  @Text({ max: 254 })
  username?: string;

  /** For the grant `password`. */
  @Optional()
  @Secret({ min: 0 })
  password?: string;

  /** For the grant `refresh_token`. */
  @Optional()
  @Secret({ min: 0, max: 200 })
  refresh_token?: string;

  /** A code of the authenticator app, if the account has a second factor. */
  @Optional()
  @Secret({ min: 0, max: 20 })
  totp_code?: string;

  /** A backup code instead of `totp_code`. Each works once. */
  @Optional()
  @Secret({ min: 0, max: 50 })
  backup_code?: string;
}
