import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { SessionModule } from '../sessions/session.module.js';
import { UserModule } from '../users/user.module.js';
import { AccountThrottleReset } from './attempts/account-throttle-reset.js';
import { AccountThrottle } from './attempts/account-throttle.service.js';
import { AttemptRepository } from './attempts/attempt.repository.js';
import { AttemptService } from './attempts/attempt.service.js';
import { CredentialCheck } from './passwords/credential-check.js';
import { CredentialRepository } from './passwords/credential.repository.js';
import { KnownNetworks } from './attempts/known-networks.js';
import { OAuthController } from './oauth.controller.js';
import { PasswordConfirmation } from './passwords/password-confirmation.service.js';
import { PasswordService } from './passwords/password.service.js';
import { RegistrationGate } from './registration/registration-gate.js';
import { RegistrationService } from './registration/registration.service.js';
import { SessionOpening } from './session-opening.service.js';
import { SignInController } from './sign-in.controller.js';
import { SignInGate } from './sign-in-gate.service.js';
import { SignInLimits } from './attempts/sign-in-limits.js';
import { SignInService } from './sign-in.service.js';

const LIMITS = [
  AttemptRepository,
  AttemptService,
  KnownNetworks,
  AccountThrottle,
  AccountThrottleReset,
  SignInLimits,
  SignInGate,
];
const CREDENTIALS = [CredentialRepository, CredentialCheck, PasswordConfirmation, PasswordService];

/** Needs a `SecondFactor` and `RegistrationInvitations` from the features that keep them. */
@Section('Signing up and in.')
@Module({
  imports: [SessionModule, UserModule],
  controllers: [SignInController, OAuthController],
  providers: [...LIMITS, ...CREDENTIALS, SessionOpening, SignInService, RegistrationGate, RegistrationService],
  exports: [AttemptService, SignInGate, SessionOpening, PasswordConfirmation, PasswordService],
})
export class SignInModule {}
