import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { OnBatch } from '../../platform/events/on.js';
import { MemberJoined, MemberRoleChanged } from '../members/member.events.js';
import type { ProjectRole } from '../projects/project.entity.js';
import { ProjectHandedOver } from '../projects/project.events.js';
import { ProjectAudience } from '../projects/audience/project-audience.service.js';
import { UserService } from '../users/user.service.js';
import { NotificationDelivery } from '../notifications/notification-delivery.service.js';
import type { NewNotification } from '../notifications/notification.entity.js';
import { wantsNotification } from '../preferences/preferences.entity.js';

type Told = MemberJoined | MemberRoleChanged | ProjectHandedOver;

/** Who is to hear that somebody (perhaps themselves) has this role in the project. */
interface News {
  to: number;
  projectId: number;
  project: string;
  memberId: number;
  role: ProjectRole;
  /** Who did it. */
  by: number | null;
}

/**
 * Tells people that they are in a project, and inviters that their invitation was accepted: if it is still so.
 *
 * @spec SPEC-017.8
 */
@Injectable()
export class MemberNotifier {
  constructor(
    private readonly delivery: NotificationDelivery,
    private readonly audience: ProjectAudience,
    private readonly users: UserService,
  ) {}

  @OnBatch<Told>([MemberJoined, MemberRoleChanged, ProjectHandedOver], { as: 'notify-of-members' })
  async tell(events: RecordedEvent<Told>[]): Promise<void> {
    const news = events.flatMap(newsOf);
    const standing = await this.audience.of(
      news.flatMap(({ projectId, to, memberId }) => [
        { projectId, userId: to },
        { projectId, userId: memberId },
      ]),
    );
    const isSo = ({ projectId, memberId, role }: News) => standing({ projectId, userId: memberId })?.role === role;
    const isWanted = ({ projectId, to }: News) => {
      const reader = standing({ projectId, userId: to });
      return reader !== undefined && wantsNotification(reader.preferences, 'member_added');
    };
    const current = news.filter((one) => isSo(one) && isWanted(one));
    const names = await this.users.namesOf(current.flatMap(({ by }) => by ?? []));
    await this.delivery.deliver(current.map((one) => toNotification(one, names)));
  }
}

/** Nobody hears of their own deed. Whoever was signed in as nobody yet has come by themselves: they registered. */
function newsOf({ actorId, data }: RecordedEvent<Told>): News[] {
  const { projectId, project } = data;
  const by = actorId ?? ('userId' in data ? data.userId : null);
  const about = (memberId: number, role: ProjectRole) => ({ projectId, project, memberId, role, by });
  if ('formerOwnerId' in data) {
    const both = [about(data.ownerId, 'owner'), about(data.formerOwnerId, 'manager')];
    return both.map((one) => ({ ...one, to: one.memberId })).filter(({ to }) => to !== by);
  }
  const { userId, role, inviterId } = data;
  const hearers = [userId, inviterId].filter((id) => id !== undefined && id !== by) as number[];
  return [...new Set(hearers)].map((to) => ({ ...about(userId, role), to }));
}

function toNotification({ to, projectId, project, role, by }: News, names: Map<number, string>): NewNotification {
  const data = { project_id: projectId, project, role, by: (by !== null && names.get(by)) || '' };
  return { userId: to, type: 'member_added', data };
}
