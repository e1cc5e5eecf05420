import { Module } from '@nestjs/common';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { UserModule } from '../users/user.module.js';
import { PasskeyController } from './passkey.controller.js';
import type { Passkey } from './passkey.entity.js';
import { PasskeyMails } from './passkey-mails.js';
import { passkeyPolicy } from './passkey.policy.js';
import { PasskeyRepository } from './passkey.repository.js';
import { PasskeyOptions } from './sign-in/passkey-options.service.js';
import { PasskeyService } from './passkey.service.js';
import { PasskeySignInController } from './sign-in/passkey-sign-in.controller.js';
import { PasskeySignIn } from './sign-in/passkey-sign-in.service.js';
import { Ceremonies } from './webauthn/ceremonies.js';
import { Challenges } from './webauthn/challenges.js';
import { SpentChallengeRepository } from './webauthn/spent-challenge.repository.js';

const WEBAUTHN = [SpentChallengeRepository, Challenges, Ceremonies];

@Section('Passkeys, which sign in without a password.')
@Module({
  imports: [UserModule, SignInModule],
  controllers: [PasskeyController, PasskeySignInController],
  providers: [...WEBAUTHN, PasskeyRepository, PasskeyOptions, PasskeyService, PasskeySignIn, PasskeyMails],
})
export class PasskeyModule {
  constructor(rows: ResourceRegistry, passkeys: PasskeyRepository) {
    rows.register<Passkey>(passkeyPolicy, { find: (id) => passkeys.findById(id) });
  }
}
