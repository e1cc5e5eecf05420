/** A failure of OAuth 2 (RFC 6749 §5.2). */
export class OAuthErrorView {
  /** `invalid_grant`, `invalid_request`, `unsupported_grant_type`, or a code of ours where the RFC has none. */
  error!: string;
  /** Our own code, a colon, and what it means. */
  error_description!: string;
}
