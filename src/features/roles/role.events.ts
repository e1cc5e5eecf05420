import { DomainEvent } from '../../platform/events/domain-event.js';

interface RoleState {
  roleId: number;
  name: string;
  permissions: string[];
}

abstract class RoleEvent<D extends { roleId: number }> extends DomainEvent<D> {
  get subject() {
    return { type: 'role', id: this.data.roleId };
  }
}

export class RoleCreated extends RoleEvent<RoleState> {
  static readonly type = 'role.created';
}

/** As it is now, and what it allowed before. */
export class RoleChanged extends RoleEvent<RoleState & { oldPermissions: string[] }> {
  static readonly type = 'role.changed';
}

export class RoleDeleted extends RoleEvent<RoleState> {
  static readonly type = 'role.deleted';
}
