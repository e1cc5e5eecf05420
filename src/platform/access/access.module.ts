import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccessTokens } from './access-tokens.js';
import { Authentication } from './authentication.js';
import { AccessInvalidation } from './access-invalidation.js';
import { DeclaredPermissions } from './declared-permissions.js';
import { Identities } from './identities.js';
import { FailureObserver } from '../http/failure-observer.js';
import { CallerIdentity } from '../limits/caller-identity.js';
import { Refusals } from './refusals.js';
import { ResourceRegistry } from './resource-registry.js';
import { SessionStrategy } from './session.strategy.js';
import { TokenCaller } from './token-caller.js';
import { TokenKeys } from './token-keys.js';

/** Authentication and authorization. Needs an `IdentitySource` from the feature that stores sessions. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    TokenKeys,
    AccessTokens,
    SessionStrategy,
    Authentication,
    AccessInvalidation,
    Identities,
    ResourceRegistry,
    DeclaredPermissions,
    Refusals,
    AccessGuard,
    { provide: APP_GUARD, useExisting: AccessGuard },
    { provide: FailureObserver, useExisting: Refusals },
    { provide: CallerIdentity, useClass: TokenCaller },
  ],
  exports: [
    AccessGuard,
    TokenKeys,
    AccessTokens,
    Authentication,
    AccessInvalidation,
    Identities,
    ResourceRegistry,
    FailureObserver,
    CallerIdentity,
  ],
})
export class AccessModule {}
