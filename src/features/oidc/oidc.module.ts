import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { AccountModule } from '../account/account.module.js';
import { IdentityModule } from '../identities/identity.module.js';
import { ProviderModule } from '../providers/provider.module.js';
import { SessionModule } from '../sessions/session.module.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { UserModule } from '../users/user.module.js';
import { OidcRegistration } from './accounts/oidc-registration.js';
import { OidcAccounts } from './accounts/oidc-accounts.service.js';
import { OidcController } from './oidc.controller.js';
import { OidcExchangeController } from './exchange/oidc-exchange.controller.js';
import { ExchangeParts, OidcExchange } from './exchange/oidc-exchange.service.js';
import { OidcReturn, OidcReturnAccounts } from './oidc-return.service.js';
import { OidcUpdates } from './accounts/oidc-updates.js';
import { SignInCodeRepository } from './exchange/sign-in-code.repository.js';
import { SignInCodes } from './exchange/sign-in-codes.js';

const ACCOUNTS = [OidcRegistration, OidcAccounts, OidcUpdates, OidcReturnAccounts];
const CODES = [SignInCodeRepository, SignInCodes];

@Section('Signing in with providers of OpenID Connect.')
@Module({
  imports: [ProviderModule, IdentityModule, SessionModule, SignInModule, AccountModule, UserModule],
  controllers: [OidcController, OidcExchangeController],
  providers: [...ACCOUNTS, ...CODES, ExchangeParts, OidcExchange, OidcReturn],
})
export class OidcModule {}
