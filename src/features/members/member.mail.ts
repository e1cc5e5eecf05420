import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { On } from '../../platform/events/on.js';
import { mailText, onOneLine } from '../../platform/mail/mail-text.js';
import type { ProjectRole } from '../projects/project.entity.js';
import { ProjectHandedOver } from '../projects/project.events.js';
import { ProjectAudience } from '../projects/audience/project-audience.service.js';
import { CausedMails } from '../users/mails/caused-mails.service.js';
import { UserService } from '../users/user.service.js';
import { MemberJoined, MemberRoleChanged } from './member.events.js';

interface NewRole {
  projectId: number;
  project: string;
  userId: number;
  role: ProjectRole;
}

/**
 * Sends a mail to whoever was added to a project, or given another role in it, by somebody else: if it is still so.
 *
 * @spec SPEC-018.19
 */
@Injectable()
export class MemberMail {
  constructor(
    private readonly mails: CausedMails,
    private readonly audience: ProjectAudience,
    private readonly users: UserService,
    private readonly config: Config,
  ) {}

  @On(MemberJoined, { as: 'mail-new-member', external: true, bulk: true })
  async tellNewMember(event: RecordedEvent<MemberJoined>): Promise<void> {
    await this.tell(event, event.data);
  }

  @On(MemberRoleChanged, { as: 'mail-new-role', external: true, bulk: true })
  async tellOfRole(event: RecordedEvent<MemberRoleChanged>): Promise<void> {
    await this.tell(event, event.data);
  }

  @On(ProjectHandedOver, { as: 'mail-new-owner', external: true, bulk: true })
  async tellOwners(event: RecordedEvent<ProjectHandedOver>): Promise<void> {
    const { projectId, project, ownerId, formerOwnerId } = event.data;
    await this.tell(event, { projectId, project, userId: ownerId, role: 'owner' });
    await this.tell(event, { projectId, project, userId: formerOwnerId, role: 'manager' });
  }

  /** Nobody needs mail of their own deed; whoever was not signed in yet has come by themselves. */
  private async tell(event: RecordedEvent, { projectId, project, userId, role }: NewRole): Promise<void> {
    const { actorId } = event;
    if (actorId === null || actorId === userId) return;
    const standing = await this.audience.of([{ projectId, userId }]);
    if (standing({ projectId, userId })?.role !== role) return;
    const by = (await this.users.namesOf([actorId])).get(actorId) ?? 'Somebody';
    await this.mails.send(event, userId, (name) => ({
      subject: `You are ${role} of “${onOneLine(project)}”`,
      text: mailText`Hello ${name},

${by} has given you the role ${role} in the project “${project}”. You find it here:

${{ url: `${this.config.appUrl}/` }}
`,
    }));
  }
}
