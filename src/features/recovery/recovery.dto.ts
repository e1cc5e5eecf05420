import { Email, Secret } from '../../platform/input/fields.js';
import { Example } from '../../platform/input/example.js';

@Example({ email: 'ann@example.com' })
export class ForgotPassword {
  @Email()
  email!: string;
}

@Example({ token: 'the token from the link', new_password: 'another garden of my own' })
export class ResetPassword {
  /** From the link in the mail. */
  @Secret({ max: 200 })
  token!: string;

  @Secret({ min: 8 })
  new_password!: string;
}
