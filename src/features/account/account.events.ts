import { AccountEvent } from '../sessions/session.events.js';

export class EmailChangeRequested extends AccountEvent<{ userId: number; linkId: number }> {
  static readonly type = 'email.change_requested';
}

/** A link to confirm the address of the account itself. */
export class EmailConfirmationRequested extends AccountEvent<{ userId: number; linkId: number }> {
  static readonly type = 'email.confirmation_requested';
}

export class EmailConfirmed extends AccountEvent {
  static readonly type = 'email.confirmed';
}

/** Somebody asked for the address of `ownerId`. */
export class TakenEmailRequested extends AccountEvent<{ userId: number; ownerId: number }> {
  static readonly type = 'email.taken_requested';
}

export class EmailChanged extends AccountEvent<{ userId: number; old: string; new: string }> {
  static readonly type = 'email.changed';
}

export class SecondFactorPrepared extends AccountEvent {
  static readonly type = 'second_factor.prepared';
}

export class SecondFactorEnabled extends AccountEvent {
  static readonly type = 'second_factor.enabled';
}

export class SecondFactorDisabled extends AccountEvent {
  static readonly type = 'second_factor.disabled';
}

/** By an administrator. */
export class SecondFactorRemoved extends AccountEvent {
  static readonly type = 'second_factor.removed';
}

/** A wrong code, or one too many of them. */
export class SecondFactorFailed extends AccountEvent<{ userId: number; code: string }> {
  static readonly type = 'second_factor.failed';
}

export class BackupCodesReplaced extends AccountEvent {
  static readonly type = 'backup_codes.replaced';
}

export class BackupCodeSpent extends AccountEvent {
  static readonly type = 'backup_codes.spent';
}
