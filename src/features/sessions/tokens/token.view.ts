import type { TokenPair } from './token.service.js';

/** An access token, which works until it expires, and a refresh token, which works once, for the next pair. */
export class TokenPairView {
  access_token!: string;
  token_type!: 'bearer';
  /** The lifetime of the access token in seconds. */
  expires_in!: number;
  /** `null` where it was asked for in the cookie. */
  refresh_token!: string | null;
  /** The lifetime of the refresh token in seconds. */
  refresh_expires_in!: number;

  /** Without the refresh token, which is in the cookie. */
  static inCookie(this: void, pair: TokenPair): TokenPairView {
    return { ...TokenPairView.of(pair), refresh_token: null };
  }

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
