import { Global, Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { AccountModule } from '../account/account.module.js';
import { MemberModule } from '../members/member.module.js';
import { RegistrationInvitations } from '../sign-in/registration/registration-invitations.service.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { UserModule } from '../users/user.module.js';
import { InvitationAcceptance } from './invitation-acceptance.service.js';
import { InvitationController } from './invitation.controller.js';
import { InvitationLinks } from './invitation-links.js';
import { InvitationMail } from './invitation.mail.js';
import { InvitationRepository } from './invitation.repository.js';
import { InvitationService } from './invitation.service.js';
import { InvitedMembers } from './invited-members.js';

const LINKS = [InvitationRepository, InvitationLinks, InvitationMail];

/** Global, because registration needs `RegistrationInvitations`. */
@Global()
@Section('Invitations to projects, by a link from a mail.')
@Module({
  imports: [AccountModule, MemberModule, SignInModule, UserModule],
  controllers: [InvitationController],
  providers: [
    ...LINKS,
    InvitationService,
    InvitedMembers,
    InvitationAcceptance,
    { provide: RegistrationInvitations, useExisting: InvitationAcceptance },
  ],
  exports: [InvitationService, RegistrationInvitations],
})
export class InvitationModule {}
