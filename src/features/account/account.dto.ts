import { TimeZone } from '../../platform/input/fields/format-fields.js';
import { Email, Name, Optional, Secret } from '../../platform/input/fields.js';
import { Example } from '../../platform/input/example.js';

@Example({ time_zone: 'Europe/Berlin' })
export class UpdateMe {
  @Optional()
  @Name()
  display_name?: string;

  /** An IANA name such as `Europe/Berlin`. New accounts have `UTC`. */
  @Optional()
  @TimeZone()
  time_zone?: string;
}

@Example({ current_password: 'a garden of my own', new_password: 'another garden of my own' })
export class ChangePassword {
  @Secret()
  current_password!: string;

  @Secret({ min: 8 })
  new_password!: string;
}

@Example({ email: 'ann.new@example.com', current_password: 'a garden of my own' })
export class ChangeEmail {
  @Email()
  email!: string;

  @Secret()
  current_password!: string;
}

@Example({ token: 'the token from the link' })
export class ConfirmEmail {
  /** The token from the link in the mail. */
  @Secret({ max: 500 })
  token!: string;
}

@Example({ current_password: 'a garden of my own' })
export class PrepareTotp {
  @Secret()
  current_password!: string;
}

@Example({ totp_code: '123456' })
export class TotpCode {
  /** Six digits from the authenticator app. Spaces and dashes are ignored. */
  @Secret({ max: 20 })
  totp_code!: string;
}

/** Exactly one of the two codes. */
@Example({ totp_code: '123456' })
export class SecondFactorCode {
  /** Six digits from the authenticator app. Spaces and dashes are ignored. Send either this or `backup_code`. */
  @Optional()
  @Secret({ max: 20 })
  totp_code?: string;

  /** A backup code instead of `totp_code`. Each works once. Spaces and dashes are ignored. */
  @Optional()
  @Secret({ max: 50 })
  backup_code?: string;
}

@Example({ current_password: 'a garden of my own', totp_code: '123456' })
export class DisableTotp extends SecondFactorCode {
  @Secret()
  current_password!: string;
}
