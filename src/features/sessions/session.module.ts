import { Global, Module } from '@nestjs/common';
import { IdentitySource } from '../../platform/access/identities/identity-source.js';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { RoleModule } from '../roles/role.module.js';
import { UserSessions } from '../users/administration/user-sessions.service.js';
import { ForeignSessions } from './foreign-sessions.service.js';
import { JwksController } from './tokens/jwks.controller.js';
import { RefreshTokenRepository } from './tokens/refresh-token.repository.js';
import { RefreshTokenService } from './tokens/refresh-token.service.js';
import { SessionController } from './session.controller.js';
import { SessionEndings } from './session-endings.service.js';
import { SessionIdentities } from './session-identities.js';
import type { Session } from './session.entity.js';
import { sessionPolicy } from './session.policy.js';
import { SessionRepository } from './session.repository.js';
import { SessionService } from './session.service.js';
import { TokenAnswers } from './tokens/token-answers.view.js';
import { TokenService } from './tokens/token.service.js';

/** Global for the sake of the platform's `IdentitySource`, and of `UserSessions` for those below. */
@Global()
@Section('Sessions and their token pairs, and the keys that verify access tokens.')
@Module({
  imports: [RoleModule],
  controllers: [SessionController, JwksController],
  providers: [
    SessionRepository,
    SessionService,
    SessionEndings,
    ForeignSessions,
    RefreshTokenRepository,
    RefreshTokenService,
    TokenService,
    TokenAnswers,
    { provide: IdentitySource, useClass: SessionIdentities },
    { provide: UserSessions, useExisting: SessionEndings },
  ],
  exports: [IdentitySource, UserSessions, SessionService, SessionEndings, TokenService, TokenAnswers],
})
export class SessionModule {
  constructor(rows: ResourceRegistry, sessions: SessionRepository) {
    const find = (id: number) => sessions.findLiving(id);
    rows.register<Session>(sessionPolicy, { find });
  }
}
