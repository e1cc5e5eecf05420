import { PageOf } from '../../platform/input/list-query.js';
import type { User, UserKind } from './user.entity.js';

/** What administrators see of a person's account. */
export class UserView {
  id!: number;
  /** Always a person: service accounts are listed apart. */
  kind!: UserKind;
  email!: string;
  /** Whether the address was confirmed by a link. Until then, no mails are sent that other users cause. */
  email_confirmed!: boolean;
  display_name!: string;
  /** The names of the user's roles. */
  roles!: string[];
  /** `false` if the account is disabled: it can't sign in. */
  is_active!: boolean;
  totp_enabled!: boolean;
  password_must_change!: boolean;
  /** `null` before the first sign-in. */
  last_login_at!: Date | null;
  created_at!: Date;
  updated_at!: Date;

  static of(this: void, user: User): UserView {
    return {
      id: user.id,
      kind: user.kind,
      email: user.address,
      email_confirmed: user.emailConfirmedAt !== null,
      display_name: user.displayName,
      roles: user.roles,
      is_active: user.isActive,
      totp_enabled: user.totpEnabled,
      password_must_change: user.passwordMustChange,
      last_login_at: user.lastLoginAt,
      created_at: user.createdAt,
      updated_at: user.updatedAt,
    };
  }
}

export class UserPage extends PageOf(UserView) {}
