import { AccountEvent } from '../sessions/session.events.js';

/** A link from a mail that was no good, or could not do what it was for; it says not whose it was. */
export class LinkRefused extends AccountEvent<{ userId: null; purpose: string; code: string }> {
  static readonly type = 'link.refused';
}

export class PasswordResetRequested extends AccountEvent<{ userId: number | null }> {
  static readonly type = 'password.reset_requested';
}

export class PasswordResetLinkMade extends AccountEvent<{ userId: number; linkId: number }> {
  static readonly type = 'password.reset_link_made';
}
