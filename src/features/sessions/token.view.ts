import type { TokenPair } from './token.service.js';

/** What opens the API: the access token until it expires, the refresh token once, for the next pair. */
export class TokenPairView {
  access_token!: string;
  token_type!: 'bearer';
  /** Seconds. */
  expires_in!: number;
  refresh_token!: string;
  /** Seconds. */
  refresh_expires_in!: number;

  static of(this: void, pair: TokenPair): TokenPairView {
    return {
      access_token: pair.accessToken,
      token_type: 'bearer',
      expires_in: pair.expiresInSeconds,
      refresh_token: pair.refreshToken,
      refresh_expires_in: pair.refreshExpiresInSeconds,
    };
  }
}
