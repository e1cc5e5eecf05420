import type { User } from '../users/user.entity.js';

/** A person as they see themselves. */
export class MeView {
  id!: number;
  email!: string;
  /** Whether somebody has shown that they read the mail of this address; before, no mails come that others cause. */
  email_confirmed!: boolean;
  display_name!: string;
  roles!: string[];
  /** All that the roles allow. */
  permissions!: string[];
  is_active!: boolean;
  totp_enabled!: boolean;
  password_must_change!: boolean;
  created_at!: Date;
  updated_at!: Date;

  static of(this: void, user: User, permissions: Iterable<string>): MeView {
    return {
      id: user.id,
      email: user.email,
      email_confirmed: user.emailConfirmedAt !== null,
      display_name: user.displayName,
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

/** What an authenticator app needs, shown once. */
export class TotpView {
  /** Base32, for typing. */
  secret!: string;
  otpauth_uri!: string;
  /** The URI as a QR code, as an SVG document. */
  qr_svg!: string;
}

/** Shown once; each stands in for the authenticator once. */
export class BackupCodesView {
  backup_codes!: string[];
}
