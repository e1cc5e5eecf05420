import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccessTokens } from './access-tokens.js';
import { Freshness } from './freshness.js';
import { Identities } from './identities.js';
import { CallerIdentity } from '../limits/caller-identity.js';
import { Refusals } from './refusals.js';
import { Rows } from './rows.js';
import { TokenCaller } from './token-caller.js';
import { TokenKeys } from './token-keys.js';

/** Who may enter. Needs an `IdentitySource` from the feature that keeps sessions. */
@Global()
@Module({
  providers: [
    TokenKeys,
    AccessTokens,
    Freshness,
    Identities,
    Rows,
    Refusals,
    AccessGuard,
    { provide: APP_GUARD, useExisting: AccessGuard },
    { provide: CallerIdentity, useClass: TokenCaller },
  ],
  exports: [TokenKeys, AccessTokens, Freshness, Identities, Rows, Refusals, CallerIdentity],
})
export class AccessModule {}
