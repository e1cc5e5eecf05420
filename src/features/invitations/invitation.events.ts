import { DomainEvent } from '../../platform/events/domain-event.js';
import type { GivenRole } from '../projects/project.entity.js';

interface AboutInvitation {
  invitationId: number;
  projectId: number;
}

abstract class InvitationEvent<D extends AboutInvitation = AboutInvitation> extends DomainEvent<D> {
  get subject() {
    return { type: 'invitation', id: this.data.invitationId };
  }
}

/** An address was invited, perhaps again. The address itself is not in it. */
export class InvitationCreated extends InvitationEvent<AboutInvitation & { role: GivenRole }> {
  static readonly type = 'invitation.created';
}

export class InvitationCancelled extends InvitationEvent {
  static readonly type = 'invitation.cancelled';
}
