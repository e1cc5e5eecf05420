import { PageOf } from '../../platform/input/list-query.js';
import type { UserIdentity } from './identity.entity.js';

export class IdentityView {
  id!: number;
  /** The name of the provider in `/auth/providers`. */
  provider!: string;
  issuer!: string;
  created_at!: Date;

  static of(this: void, { id, provider, issuer, createdAt }: UserIdentity): IdentityView {
    return { id, provider, issuer, created_at: createdAt };
  }
}

export class IdentityPage extends PageOf(IdentityView) {}

export class StartedLinkView {
  /** Where the browser goes to sign in at the provider. */
  url!: string;
}
