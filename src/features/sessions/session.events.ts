import { DomainEvent } from '../../platform/events/domain-event.js';

/** Something that happened to a person's account; `userId` is null where nobody knows whose it was. */
export abstract class AccountEvent<D extends { userId: number | null } = { userId: number }> extends DomainEvent<D> {
  get subject() {
    return this.data.userId === null ? null : { type: 'user', id: this.data.userId };
  }
}

/** How somebody has shown who they are. */
export type SignInWay = 'password' | 'passkey' | 'oidc';

export class SessionStarted extends AccountEvent<{
  userId: number;
  sessionId: number;
  userAgent: string | null;
  by: SignInWay;
}> {
  static readonly type = 'session.started';
}

export class SessionRefreshed extends AccountEvent<{ userId: number; sessionId: number }> {
  static readonly type = 'session.refreshed';
}

export class SessionsEnded extends AccountEvent<{ userId: number; sessionIds: number[] }> {
  static readonly type = 'session.ended';
}

/** A spent refresh token was shown: two have it, and nobody knows which of them is the owner. */
export class SessionsStolen extends AccountEvent<{ userId: number; sessionId: number; sessionIds: number[] }> {
  static readonly type = 'session.stolen';
}

/** A refresh token that was no good, theft aside; `userId` is null where nobody has or had it. */
export class SessionRefreshRefused extends AccountEvent<{
  userId: number | null;
  sessionId: number | null;
  code: string;
}> {
  static readonly type = 'session.refresh_refused';
}
