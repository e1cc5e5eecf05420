import type { TokenPair } from './token.service.js';

/** An access token, which works until it expires, and a refresh token, which works once, for the next pair. */
export class TokenPairView {
  access_token!: string;
  token_type!: 'bearer';
  /** The lifetime of the access token in seconds. */
  expires_in!: number;
  refresh_token!: string;
  /** The lifetime of the refresh token in seconds. */
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
