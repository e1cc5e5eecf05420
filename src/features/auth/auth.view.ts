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

/** A failure of OAuth 2 (RFC 6749 §5.2). */
export class OAuthErrorView {
  /** `invalid_grant`, `invalid_request`, `unsupported_grant_type`, or a code of ours where the RFC has none. */
  error!: string;
  /** Our own code, a colon, and what it means. */
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

/** The keys that sign access tokens, and those that did. */
export class JwksView {
  keys!: JwkView[];
}
