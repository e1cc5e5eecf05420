import { DomainEvent } from '../../platform/events/domain-event.js';
import type { Profile, User, UserState } from './user.entity.js';

abstract class UserEvent<D extends { userId: number } = { userId: number }> extends DomainEvent<D> {
  get subject() {
    return { type: 'user', id: this.data.userId };
  }
}

export class UserCreated extends UserEvent<{ userId: number; displayName: string; roles: string[] }> {
  static readonly type = 'user.created';
}

export class UserRenamed extends UserEvent<{ userId: number; old: string; new: string }> {
  static readonly type = 'user.renamed';
}

export class UserTimeZoneChanged extends UserEvent<{ userId: number; old: string; new: string }> {
  static readonly type = 'user.time_zone_changed';
}

export class UserRolesChanged extends UserEvent<{ userId: number; old: string[]; new: string[] }> {
  static readonly type = 'user.roles_changed';
}

export class UserDisabled extends UserEvent {
  static readonly type = 'user.disabled';
}

export class UserEnabled extends UserEvent {
  static readonly type = 'user.enabled';
}

export class PasswordChangeRequired extends UserEvent {
  static readonly type = 'user.password_change_required';
}

export class PasswordChangeWaived extends UserEvent {
  static readonly type = 'user.password_change_waived';
}

export class UserDeleted extends UserEvent<{ userId: number; displayName: string }> {
  static readonly type = 'user.deleted';
}

/** The events for the difference between two states of a user. */
export function factsBetween(userId: number, old: UserState, now: UserState): DomainEvent[] {
  return [
    old.displayName !== now.displayName && new UserRenamed({ userId, old: old.displayName, new: now.displayName }),
    !areSame(old.roles, now.roles) && new UserRolesChanged({ userId, old: old.roles, new: now.roles }),
    old.isActive && !now.isActive && new UserDisabled({ userId }),
    !old.isActive && now.isActive && new UserEnabled({ userId }),
    !old.passwordMustChange && now.passwordMustChange && new PasswordChangeRequired({ userId }),
    old.passwordMustChange && !now.passwordMustChange && new PasswordChangeWaived({ userId }),
  ].filter((fact) => fact !== false);
}

/** The events for what people change of themselves; what isn't given stays. */
export function profileFacts({ id: userId, ...old }: User, now: Partial<Profile>): DomainEvent[] {
  const { displayName = old.displayName, timeZone = old.timeZone } = now;
  return [
    displayName !== old.displayName && new UserRenamed({ userId, old: old.displayName, new: displayName }),
    timeZone !== old.timeZone && new UserTimeZoneChanged({ userId, old: old.timeZone, new: timeZone }),
  ].filter((fact) => fact !== false);
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name) => others.includes(name));
}
