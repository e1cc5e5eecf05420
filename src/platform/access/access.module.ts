import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { ApiTokenStrategy } from './api-tokens/api-token.strategy.js';
import { TokenUse } from './api-tokens/token-use.js';
import { Callers } from './authentication/callers.js';
import { AccessGuard } from './access.guard.js';
import { AccessTokens } from './authentication/access-tokens.js';
import { Authentication } from './authentication/authentication.js';
import { AccessInvalidation } from './identities/access-invalidation.js';
import { DeclaredPermissions } from './declared-permissions.js';
import { Identities } from './identities/identities.js';
import { FailureObserver } from '../http/errors/failure-observer.js';
import { CallerIdentity } from '../limits/caller-identity.js';
import { Refusals } from './refusals.js';
import { ResourceRegistry } from './resource-registry.js';
import { SessionStrategy } from './authentication/session.strategy.js';
import { TokenCaller } from './authentication/token-caller.js';
import { TokenKeys } from './authentication/token-keys.js';

/**
 * Authentication and authorization. Needs an `IdentitySource` and an `ApiTokenSource` from the features that store
 * sessions and API tokens.
 */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    TokenKeys,
    AccessTokens,
    ApiTokenStrategy,
    TokenUse,
    SessionStrategy,
    Authentication,
    AccessInvalidation,
    Identities,
    Callers,
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
    Callers,
    ResourceRegistry,
    FailureObserver,
    CallerIdentity,
  ],
})
export class AccessModule {}
