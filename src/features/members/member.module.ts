import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { FeedKinds, ON_NO_TASK } from '../projects/feed-kinds/feed-kinds.service.js';
import { ProjectModule } from '../projects/project.module.js';
import { TaskModule } from '../tasks/task.module.js';
import { UserModule } from '../users/user.module.js';
import { MemberController } from './member.controller.js';
import { MemberMail } from './member.mail.js';
import { MemberRemoval } from './member-removal.service.js';
import { MemberRepository } from './member.repository.js';
import { MemberService } from './member.service.js';
import { MemberView } from './member.view.js';

@Section(
  'Members of projects. Each has one role: viewer, commenter, editor, manager or owner. A role includes those before it.',
)
@Module({
  imports: [ProjectModule, TaskModule, UserModule],
  controllers: [MemberController],
  providers: [MemberRepository, MemberService, MemberRemoval, MemberMail],
  exports: [MemberService],
})
export class MemberModule {
  constructor(feeds: FeedKinds, members: MemberRepository) {
    const things = `SELECT project_id, user_id AS id, ${ON_NO_TASK} FROM project_members`;
    const list = (projectId: number, ids: readonly number[]) => members.listAmong(projectId, ids);
    feeds.register('member', { permission: 'read_project', things, list, view: MemberView.of });
  }
}
