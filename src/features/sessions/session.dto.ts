import { Optional, Secret } from '../../platform/input/fields.js';
import { Example } from '../../platform/input/example.js';

@Example({ refresh_token: 'the refresh_token of a token pair' })
export class Refresh {
  static readonly mayBeAbsent = true;

  /** Without it, the token is taken from the cookie. */
  @Optional()
  @Secret({ max: 200 })
  refresh_token?: string;
}

@Example({})
export class Logout {
  static readonly mayBeAbsent = true;

  /** The session of this token ends. It needs no access token. */
  @Optional()
  @Secret({ max: 200 })
  refresh_token?: string;
}
