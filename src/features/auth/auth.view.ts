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

/** An error response of OAuth 2 (RFC 6749 §5.2). */
export class OAuthErrorView {
  /**
   * `invalid_grant`, `invalid_request`, `unsupported_grant_type`, or an error code of this API where the RFC has none.
   */
  error!: string;
  /** The error code of this API, a colon, and a sentence. */
  error_description!: string;
}

/** A public key (RFC 7517). */
export class JwkView {
  kty!: string;
  n!: string;
  e!: string;
  kid!: string;
  use!: string;
  alg!: string;
}

/** The key that signs access tokens, and the previous keys. */
export class JwksView {
  keys!: JwkView[];
}
