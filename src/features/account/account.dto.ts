import { Email, Name, Optional, Secret } from '../../platform/http/fields.js';

export class UpdateMe {
  @Optional()
  @Name()
  display_name?: string;
}

export class ChangePassword {
  @Secret()
  current_password!: string;

  @Secret({ min: 8 })
  new_password!: string;
}

export class ChangeEmail {
  @Email()
  email!: string;

  @Secret()
  current_password!: string;
}

export class ConfirmEmail {
  /** From the link in the mail. */
  @Secret({ max: 500 })
  token!: string;
}

export class PrepareTotp {
  @Secret()
  current_password!: string;
}

export class TotpCode {
  /** Six digits, from the authenticator; spaces and dashes don't count. */
  @Secret({ max: 20 })
  totp_code!: string;
}

/** One of the two codes. */
export class SecondFactorCode {
  /** Six digits, from the authenticator; spaces and dashes don't count. Either this or `backup_code`. */
  @Optional()
  @Secret({ max: 20 })
  totp_code?: string;

  /** Instead of `totp_code`; each works once. Spaces and dashes don't count. */
  @Optional()
  @Secret({ max: 50 })
  backup_code?: string;
}

export class DisableTotp extends SecondFactorCode {
  @Secret()
  current_password!: string;
}
