import { PageOf } from '../../platform/input/list-query.js';
import type { ProjectRole } from '../projects/project.entity.js';
import type { ProjectMember } from '../projects/project-member.entity.js';
import { PersonView } from '../users/person.view.js';

export class MemberView {
  user!: PersonView;
  role!: ProjectRole;
  joined_at!: Date;

  static of(this: void, { user, role, joinedAt }: ProjectMember): MemberView {
    return { user: PersonView.of(user), role, joined_at: joinedAt };
  }
}

export class MemberPage extends PageOf(MemberView) {}
