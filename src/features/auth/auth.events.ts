import { DomainEvent } from '../../platform/events/domain-event.js';

abstract class FactOfUser<D extends { userId: number | null }> extends DomainEvent<D> {
  get subject() {
    return this.data.userId === null ? null : { type: 'user', id: this.data.userId };
  }
}

export class SessionStarted extends FactOfUser<{ userId: number; sessionId: number; userAgent: string | null }> {
  static readonly type = 'session.started';
}

export class SessionRefreshed extends FactOfUser<{ userId: number; sessionId: number }> {
  static readonly type = 'session.refreshed';
}

export class SessionsEnded extends FactOfUser<{ userId: number; sessionIds: number[] }> {
  static readonly type = 'session.ended';
}

/** A spent refresh token was shown: two have it, and nobody knows which of them is the owner. */
export class SessionsStolen extends FactOfUser<{ userId: number; sessionId: number; sessionIds: number[] }> {
  static readonly type = 'session.stolen';
}

/** A refresh token that was no good, theft aside; `userId` is null where nobody has or had it. */
export class SessionRefreshRefused extends FactOfUser<{
  userId: number | null;
  sessionId: number | null;
  code: string;
}> {
  static readonly type = 'session.refresh_refused';
}

/** `userId` is null where nobody has the address, which is not written down. */
export class SignInFailed extends FactOfUser<{ userId: number | null; code: string }> {
  static readonly type = 'sign_in.failed';
}

/** Turned away before anything was looked up. */
export class SignInRefused extends FactOfUser<{ userId: null; code: string }> {
  static readonly type = 'sign_in.refused';
}

/** Somebody who is signed in was asked for the current password. */
export class PasswordRefused extends FactOfUser<{ userId: number; code: string }> {
  static readonly type = 'password.refused';
}

/** A link from a mail that was no good, or could not do what it was for; it says not whose it was. */
export class LinkRefused extends FactOfUser<{ userId: null; purpose: string; code: string }> {
  static readonly type = 'link.refused';
}

export class PasswordResetRequested extends FactOfUser<{ userId: number | null }> {
  static readonly type = 'password.reset_requested';
}

export class PasswordResetLinkMade extends FactOfUser<{ userId: number; linkId: number }> {
  static readonly type = 'password.reset_link_made';
}

export class PasswordChanged extends FactOfUser<{ userId: number; how: 'by_owner' | 'by_link' }> {
  static readonly type = 'password.changed';
}
