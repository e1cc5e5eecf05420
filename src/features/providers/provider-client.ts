import { Injectable, Logger } from '@nestjs/common';
import * as openid from 'openid-client';
import { Config } from '../../platform/config/config.js';
import type { OidcProvider } from '../../platform/config/oidc.js';
import type { AppError } from '../../platform/errors/app-error.js';
import { boundedFetch, isSilence } from './bounded-fetch.js';
import { type Claims, isIncomplete, readClaims } from './claims.dto.js';
import { providerErrors } from './provider.errors.js';

const KNOWN_FOR_MS = 3_600_000;
const SECONDS = 10;
/** What a provider's clock may be wrong by. */
const CLOCK_TOLERANCE_SECONDS = 10;

/** What checks an answer of a provider to the question. */
export interface FlowChecks {
  state: string;
  nonce: string;
  verifier: string;
}

interface Known {
  at: number;
  configuration: Promise<openid.Configuration>;
}

/**
 * Talks to providers: authorization code with PKCE. ID tokens are verified by their signature, too, and no token of a
 * provider outlives the call.
 *
 * @spec SPEC-039.2, SPEC-039.7, SPEC-039.8, SPEC-039.9
 */
@Injectable()
export class ProviderClient {
  private readonly logger = new Logger('OIDC');
  private readonly known = new Map<string, Known>();

  constructor(private readonly config: Config) {}

  callbackOf({ id }: OidcProvider): string {
    return `${this.config.publicUrl}/auth/oidc/${id}/callback`;
  }

  /** @throws AppError `provider_unavailable` */
  async questionFor(provider: OidcProvider, { state, nonce, verifier }: FlowChecks): Promise<string> {
    const configuration = await this.configurationOf(provider).catch((error: unknown) => {
      this.tell(provider, error);
      throw providerErrors.unavailable();
    });
    const challenge = await openid.calculatePKCECodeChallenge(verifier);
    return openid.buildAuthorizationUrl(configuration, {
      redirect_uri: this.callbackOf(provider),
      scope: provider.scopes,
      ...{ state, nonce, code_challenge: challenge, code_challenge_method: 'S256' },
    }).href;
  }

  /** @param query of the callback, as it came */
  async read(provider: OidcProvider, query: string, checks: FlowChecks): Promise<Claims | AppError> {
    try {
      const configuration = await this.configurationOf(provider);
      return await this.claimsFrom(provider, configuration, query, checks);
    } catch (error) {
      this.tell(provider, error);
      if (isSilence(error)) return providerErrors.unavailable();
      const isDenied = error instanceof openid.AuthorizationResponseError && error.error === 'access_denied';
      return isDenied ? providerErrors.accessDenied() : providerErrors.notVerified();
    }
  }

  private async claimsFrom(
    provider: OidcProvider,
    configuration: openid.Configuration,
    query: string,
    { state, nonce, verifier }: FlowChecks,
  ): Promise<Claims> {
    const tokens = await openid.authorizationCodeGrant(
      configuration,
      new URL(`${this.callbackOf(provider)}?${query}`),
      { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
    );
    const told = tokens.claims();
    if (!told) throw new Error('There is no ID token.');
    const { userinfo_endpoint: userinfo, issuer } = configuration.serverMetadata();
    const more =
      userinfo && isIncomplete(told, provider)
        ? await openid.fetchUserInfo(configuration, tokens.access_token, told.sub)
        : {};
    return readClaims(issuer, told.sub, { ...more, ...told }, provider);
  }

  /** Asked once an hour; what failed is asked again with the next sign-in. */
  private configurationOf(provider: OidcProvider): Promise<openid.Configuration> {
    const known = this.known.get(provider.id);
    if (known && known.at > Date.now() - KNOWN_FOR_MS) return known.configuration;
    const configuration = this.discover(provider);
    this.known.set(provider.id, { at: Date.now(), configuration });
    configuration.catch(() => this.known.delete(provider.id));
    return configuration;
  }

  private discover({ issuer, clientId, clientSecret }: OidcProvider): Promise<openid.Configuration> {
    const isPlain = issuer.startsWith('http:');
    return openid.discovery(
      new URL(issuer),
      clientId,
      { client_secret: clientSecret, [openid.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
      authenticationBy(clientSecret),
      {
        [openid.customFetch]: boundedFetch,
        timeout: SECONDS,
        execute: [openid.enableNonRepudiationChecks, ...(isPlain ? [openid.allowInsecureRequests] : [])],
      },
    );
  }

  /** Without what came from outside, but for codes of errors. */
  private tell({ id }: OidcProvider, error: unknown): void {
    const { name, code, message } = error as { name?: string; code?: string; message?: string };
    const said = isSilence(error) ? 'it does not answer' : `${name} ${code ?? ''} ${message}`.slice(0, 200);
    this.logger.warn(`The provider ${id} signed nobody in: ${said}`);
  }
}

/**
 * As the provider takes it; where it does not say, as OpenID Connect says. In the body first: not every provider decodes
 * what stands in the header.
 */
function authenticationBy(secret: string): openid.ClientAuth {
  const [basic, post] = [openid.ClientSecretBasic(secret), openid.ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    (methods.includes('client_secret_post') ? post : basic)(server, client, body, headers);
  };
}
