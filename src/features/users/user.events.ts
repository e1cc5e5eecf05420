import { Fact } from '../../platform/events/fact.js';

abstract class UserFact<D extends { userId: number } = { userId: number }> extends Fact<D> {
  get subject() {
    return { type: 'user', id: this.data.userId };
  }
}

export class UserCreated extends UserFact<{ userId: number; displayName: string; roles: string[] }> {
  static readonly type = 'user.created';
}

export class UserRenamed extends UserFact<{ userId: number; old: string; new: string }> {
  static readonly type = 'user.renamed';
}

export class UserRolesChanged extends UserFact<{ userId: number; old: string[]; new: string[] }> {
  static readonly type = 'user.roles_changed';
}

export class UserDisabled extends UserFact {
  static readonly type = 'user.disabled';
}

export class UserEnabled extends UserFact {
  static readonly type = 'user.enabled';
}

export class PasswordChangeRequired extends UserFact {
  static readonly type = 'user.password_change_required';
}

export class PasswordChangeWaived extends UserFact {
  static readonly type = 'user.password_change_waived';
}

export class UserDeleted extends UserFact<{ userId: number; displayName: string }> {
  static readonly type = 'user.deleted';
}
