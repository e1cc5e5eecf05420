import { PageOf } from '../../platform/input/list-query.js';
import type { Passkey } from './passkey.entity.js';

export class PasskeyView {
  id!: number;
  name!: string;
  created_at!: Date;
  /** `null`: it was never used to sign in. */
  last_used_at!: Date | null;

  static of(this: void, { id, name, createdAt, lastUsedAt }: Passkey): PasskeyView {
    return { id, name, created_at: createdAt, last_used_at: lastUsedAt };
  }
}

export class PasskeyPage extends PageOf(PasskeyView) {}
