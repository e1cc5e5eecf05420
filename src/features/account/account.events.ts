import { DomainEvent } from '../../platform/events/domain-event.js';

abstract class FactOfOwner<D extends { userId: number } = { userId: number }> extends DomainEvent<D> {
  get subject() {
    return { type: 'user', id: this.data.userId };
  }
}

export class EmailChangeRequested extends FactOfOwner<{ userId: number; linkId: number }> {
  static readonly type = 'email.change_requested';
}

/** A link to confirm the address of the account itself. */
export class EmailConfirmationRequested extends FactOfOwner<{ userId: number; linkId: number }> {
  static readonly type = 'email.confirmation_requested';
}

export class EmailConfirmed extends FactOfOwner {
  static readonly type = 'email.confirmed';
}

/** Somebody asked for the address of `ownerId`. */
export class TakenEmailRequested extends FactOfOwner<{ userId: number; ownerId: number }> {
  static readonly type = 'email.taken_requested';
}

export class EmailChanged extends FactOfOwner<{ userId: number; old: string; new: string }> {
  static readonly type = 'email.changed';
}

export class SecondFactorPrepared extends FactOfOwner {
  static readonly type = 'second_factor.prepared';
}

export class SecondFactorEnabled extends FactOfOwner {
  static readonly type = 'second_factor.enabled';
}

export class SecondFactorDisabled extends FactOfOwner {
  static readonly type = 'second_factor.disabled';
}

/** By an administrator. */
export class SecondFactorRemoved extends FactOfOwner {
  static readonly type = 'second_factor.removed';
}

/** A wrong code, or one too many of them. */
export class SecondFactorFailed extends FactOfOwner<{ userId: number; code: string }> {
  static readonly type = 'second_factor.failed';
}

export class BackupCodesReplaced extends FactOfOwner {
  static readonly type = 'backup_codes.replaced';
}

export class BackupCodeSpent extends FactOfOwner {
  static readonly type = 'backup_codes.spent';
}
