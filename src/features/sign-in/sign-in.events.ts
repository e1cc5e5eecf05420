import { AccountEvent } from '../sessions/session.events.js';

/** `userId` is null where nobody has the address, which is not written down. */
export class SignInFailed extends AccountEvent<{ userId: number | null; code: string }> {
  static readonly type = 'sign_in.failed';
}

/** Turned away before anything was looked up. */
export class SignInRefused extends AccountEvent<{ userId: null; code: string }> {
  static readonly type = 'sign_in.refused';
}

/** Somebody who is signed in was asked for the current password. */
export class PasswordRefused extends AccountEvent<{ userId: number; code: string }> {
  static readonly type = 'password.refused';
}

export class PasswordChanged extends AccountEvent<{ userId: number; how: 'by_owner' | 'by_link' }> {
  static readonly type = 'password.changed';
}

/**
 * A link for a new password was the first proof that anybody has the address of the account: whoever set the account up
 * had none. What lets somebody in or reads for them ends `@Within` this.
 */
export class AccountReclaimed extends AccountEvent {
  static readonly type = 'account.reclaimed';
}
