import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { ProjectModule } from '../projects/project.module.js';
import { TaskModule } from '../tasks/task.module.js';
import { UserModule } from '../users/user.module.js';
import { MemberController } from './member.controller.js';
import { MemberMail } from './member.mail.js';
import { MemberRemoval } from './member-removal.service.js';
import { MemberRepository } from './member.repository.js';
import { MemberService } from './member.service.js';

@Section(
  'Members of projects. Each has one role: viewer, commenter, editor, manager or owner. A role includes those before it.',
)
@Module({
  imports: [ProjectModule, TaskModule, UserModule],
  controllers: [MemberController],
  providers: [MemberRepository, MemberService, MemberRemoval, MemberMail],
  exports: [MemberService],
})
export class MemberModule {}
