import { PageOf } from '../../platform/input/list-query.js';
import type { GivenRole } from '../projects/project.entity.js';
import { PersonView } from '../users/person.view.js';
import type { Invitation } from './invitation.entity.js';

export class InvitationView {
  id!: number;
  email!: string;
  role!: GivenRole;
  /** Who invited this address last. */
  invited_by!: PersonView;
  created_at!: Date;
  expires_at!: Date;

  static of(this: void, { id, email, role, inviter, createdAt, expiresAt }: Invitation): InvitationView {
    const times = { created_at: createdAt, expires_at: expiresAt };
    return { id, email, role, invited_by: PersonView.of(inviter), ...times };
  }
}

export class InvitationPage extends PageOf(InvitationView) {}

export class InvitingProjectView {
  id!: number;
  name!: string;
}

export class InviterView {
  display_name!: string;
}

/** What whoever holds the link sees of the invitation. */
export class OpenedInvitationView {
  project!: InvitingProjectView;
  /** The role that whoever accepts gets. */
  role!: GivenRole;
  invited_by!: InviterView;
  expires_at!: Date;

  static of(this: void, { project, role, inviter, expiresAt }: Invitation): OpenedInvitationView {
    const { id, name } = project;
    return { project: { id, name }, role, invited_by: { display_name: inviter.displayName }, expires_at: expiresAt };
  }
}
