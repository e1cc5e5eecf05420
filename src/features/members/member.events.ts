import { DomainEvent } from '../../platform/events/domain-event.js';
import type { ProjectRole } from '../projects/project.entity.js';

export interface AboutMember {
  projectId: number;
  /** The project's name. */
  project: string;
  userId: number;
  role: ProjectRole;
}

abstract class MemberEvent<D extends AboutMember = AboutMember> extends DomainEvent<D> {
  get subject() {
    return { type: 'project', id: this.data.projectId };
  }
}

/** Somebody came into a project; `inviterId` is who invited them, where somebody did. */
export class MemberJoined extends MemberEvent<AboutMember & { inviterId?: number }> {
  static readonly type = 'member.joined';
}

/** `role` is the new one. */
export class MemberRoleChanged extends MemberEvent<AboutMember & { formerRole: ProjectRole; inviterId?: number }> {
  static readonly type = 'member.role_changed';
}

/** Somebody has left of their own accord; `role` is what they were. */
export class MemberLeft extends MemberEvent {
  static readonly type = 'member.left';
}

/** Somebody was removed by another; `role` is what they were. */
export class MemberRemoved extends MemberEvent {
  static readonly type = 'member.removed';
}
