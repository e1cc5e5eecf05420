import type { User, UserKind } from '../users/user.entity.js';

/** What users see of their own account. */
export class MeView {
  id!: number;
  /** A person, or a service account that a program uses. */
  kind!: UserKind;
  /** `null` for a service account. */
  email!: string | null;
  /** Whether the address was confirmed by a link. Until then, no mails are sent that other users cause. */
  email_confirmed!: boolean;
  display_name!: string;
  /** The IANA name of your time zone: what is overdue is judged by the day that it is there. */
  time_zone!: string;
  roles!: string[];
  /** All permissions of your roles. */
  permissions!: string[];
  is_active!: boolean;
  totp_enabled!: boolean;
  password_must_change!: boolean;
  created_at!: Date;
  updated_at!: Date;

  static of(this: void, user: User, permissions: Iterable<string>): MeView {
    return {
      id: user.id,
      kind: user.kind,
      email: user.email,
      email_confirmed: user.emailConfirmedAt !== null,
      display_name: user.displayName,
      time_zone: user.timeZone,
      roles: user.roles,
      permissions: [...permissions].sort(),
      is_active: user.isActive,
      totp_enabled: user.totpEnabled,
      password_must_change: user.passwordMustChange,
      created_at: user.createdAt,
      updated_at: user.updatedAt,
    };
  }
}

/** What an authenticator app needs. It is shown only once. */
export class TotpView {
  /** The secret in Base32, for typing it in. */
  secret!: string;
  otpauth_uri!: string;
  /** The URI as a QR code in an SVG document. */
  qr_svg!: string;
}

/** Backup codes, shown only once. Each works once instead of a code of the authenticator app. */
export class BackupCodesView {
  backup_codes!: string[];
}
