import { Email, Name, Optional, Secret } from '../../platform/input/fields.js';
import { Example } from '../../platform/input/example.js';

@Example({ display_name: 'Ann' })
export class UpdateMe {
  @Optional()
  @Name()
  display_name?: string;
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
  /** From the link in the mail. */
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
  /** Six digits, from the authenticator; spaces and dashes don't count. */
  @Secret({ max: 20 })
  totp_code!: string;
}

/** One of the two codes. */
@Example({ totp_code: '123456' })
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

@Example({ current_password: 'a garden of my own', totp_code: '123456' })
export class DisableTotp extends SecondFactorCode {
  @Secret()
  current_password!: string;
}
