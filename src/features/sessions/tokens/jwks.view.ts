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
