import { Module } from '@nestjs/common';
import { ProjectModule } from '../projects/project.module.js';
import { MemberRepository } from './member.repository.js';
import { MemberService } from './member.service.js';

@Module({
  imports: [ProjectModule],
  providers: [MemberRepository, MemberService],
  exports: [MemberService],
})
export class MemberModule {}
