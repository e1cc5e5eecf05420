import { Global, Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { IdentitySource } from '../../platform/access/identity-source.js';
import { RoleModule } from '../roles/role.module.js';
import { UserModule } from '../users/user.module.js';
import { UserSessions } from '../users/user-sessions.service.js';
import { AttemptRepository } from './attempt.repository.js';
import { AttemptService } from './attempt.service.js';
import { AuthController } from './auth.controller.js';
import { CredentialCheck } from './credential-check.js';
import { CredentialRepository } from './credential.repository.js';
import { ForeignSessions } from './foreign-sessions.service.js';
import { JwksController } from './jwks.controller.js';
import { KnownNetworks } from './known-networks.js';
import { MailLinkRepository } from './mail-link.repository.js';
import { MailLinkService } from './mail-link.service.js';
import { OAuthController } from './oauth.controller.js';
import { PasswordConfirmation } from './password-confirmation.service.js';
import { PasswordResetController } from './password-reset.controller.js';
import { PasswordResetRequests } from './password-reset-requests.js';
import { PasswordResetService } from './password-reset.service.js';
import { PasswordService } from './password.service.js';
import { RefreshTokenRepository } from './refresh-token.repository.js';
import { RefreshTokenService } from './refresh-token.service.js';
import { RegistrationService } from './registration.service.js';
import { SecurityMails } from './security-mails.js';
import { SessionController } from './session.controller.js';
import { SessionIdentities } from './session-identities.js';
import { SessionOpening } from './session-opening.js';
import { SessionRepository } from './session.repository.js';
import { SessionService } from './session.service.js';
import { SignInLimits } from './sign-in-limits.js';
import { SignInService } from './sign-in.service.js';
import { AccountThrottleReset } from './account-throttle-reset.js';
import { AccountThrottle } from './account-throttle.service.js';
import { TokenService } from './token.service.js';

const SESSIONS = [
  SessionRepository,
  SessionService,
  ForeignSessions,
  RefreshTokenRepository,
  RefreshTokenService,
  TokenService,
];
const LIMITS = [AttemptRepository, AttemptService, KnownNetworks, AccountThrottle, AccountThrottleReset, SignInLimits];
const SIGN_IN = [CredentialRepository, CredentialCheck, SessionOpening, SignInService, RegistrationService];
const RESET = [MailLinkRepository, MailLinkService, PasswordResetRequests, PasswordResetService, SecurityMails];
const PASSWORDS = [PasswordConfirmation, PasswordService];

/** Global for the sake of the platform's `IdentitySource`, and of `UserSessions` for those below. */
@Global()
@Section('Registration, sign-in and sign-out, tokens, sessions, password reset.')
@Module({
  imports: [RoleModule, UserModule],
  controllers: [SessionController, AuthController, OAuthController, PasswordResetController, JwksController],
  providers: [
    ...SESSIONS,
    ...LIMITS,
    ...SIGN_IN,
    ...RESET,
    ...PASSWORDS,
    { provide: IdentitySource, useClass: SessionIdentities },
    { provide: UserSessions, useExisting: SessionService },
  ],
  exports: [IdentitySource, UserSessions, SessionService, AttemptService, MailLinkService, ...PASSWORDS],
})
export class AuthModule {}
