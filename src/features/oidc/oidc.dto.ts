import { Example } from '../../platform/input/example.js';
import { OneOf, Optional, Secret, Text } from '../../platform/input/fields.js';

export class StartSignIn {
  /** An URL of `PUBLIC_URL` or of one of `CORS_ORIGINS`, where the browser comes back to. */
  @Text({ min: 1, max: 2000 })
  return_to!: string;
}

/** What a provider adds to the address; what isn't known here is read by the library, or ignored. */
export class ProviderAnswer {
  static readonly ignoresUnknownFields = true;

  @Optional()
  @Secret({ min: 0, max: 200 })
  state?: string;

  @Optional()
  @Secret({ min: 0, max: 8000 })
  code?: string;

  @Optional()
  @Text({ max: 200 })
  error?: string;
}

@Example({ code: 'the-code-that-return_to-got' })
export class ExchangeCode {
  /** The `code` with which the browser came back to `return_to`. */
  @Secret({ max: 200 })
  code!: string;

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
