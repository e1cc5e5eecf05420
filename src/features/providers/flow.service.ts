import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { OidcProvider } from '../../platform/config/oidc.js';
import type { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';
import { Every } from '../../platform/events/on.js';
import type { Request } from '../../platform/request/request.js';
import { deriveKeys } from '../../platform/secrets/derived-keys.js';
import { Clock } from '../../platform/time/clock.js';
import type { Claims } from './claims.dto.js';
import { FlowCookie } from './flow-cookie.js';
import type { SignInFlow } from './flow.entity.js';
import { FlowRepository } from './flow.repository.js';
import { ProviderClient, type FlowChecks } from './provider-client.js';
import { ReturnAddresses } from './return-addresses.js';

const SECONDS = 600;

/** Somebody who is signed in and links a provider. */
export type Linker = { userId: number; epoch: number };

/** What somebody brings back from a provider. */
export interface Return {
  provider: OidcProvider;
  returnTo: string;
  linker: Linker | null;
  /** What the provider says, or why that can't be taken. */
  said: Claims | AppError;
}

/** What a flow needs of others. */
@Injectable()
export class FlowParts {
  constructor(
    readonly client: ProviderClient,
    readonly cookie: FlowCookie,
    readonly addresses: ReturnAddresses,
  ) {}
}

/**
 * The way to a provider and back. What ties the way back to the way there, the nonce and the verifier, is derived from
 * the state and from what the browser keeps: the database holds only hashes.
 *
 * @spec SPEC-039.3, SPEC-039.4, SPEC-039.5, SPEC-039.6
 */
@Injectable()
export class FlowService {
  private readonly key: Buffer;

  constructor(
    private readonly config: Config,
    private readonly flows: FlowRepository,
    private readonly parts: FlowParts,
    private readonly clock: Clock,
  ) {
    this.key = deriveKeys(config, 'oidc flow').current;
  }

  get providers(): readonly OidcProvider[] {
    return this.config.oidcProviders;
  }

  /**
   * Where the browser goes now.
   *
   * @throws AppError `not_found` for a provider that there isn't, `validation_failed` for another place to return to,
   *   `provider_unavailable`
   */
  async begin(request: Request, id: string, returnTo: string, linker: Linker | null = null): Promise<string> {
    const provider = this.require(id);
    const address = this.parts.addresses.require(returnTo);
    const state = randomBytes(32).toString('base64url');
    const browser = this.parts.cookie.give(request, SECONDS);
    const question = await this.parts.client.questionFor(provider, this.checksOf(state, browser));
    await this.flows.begin({
      ...{ stateHash: hashOf(state), browserHash: hashOf(browser), provider: id, returnTo: address },
      ...{ userId: linker?.userId ?? null, epoch: linker?.epoch ?? null },
      expiresAt: new Date(this.clock.now().getTime() + SECONDS * 1000),
    });
    return question;
  }

  /** What was begun with this state, in this browser, for this provider: it is spent now. Null for any other. */
  async spend(request: Request, id: string, state: string): Promise<SignInFlow | null> {
    const browser = this.parts.cookie.take(request);
    this.require(id);
    if (browser === null) return null;
    const shown = { stateHash: hashOf(state), browserHash: hashOf(browser), provider: id };
    return this.flows.spend(shown, this.clock.now());
  }

  /** Asks the provider, for a flow that was spent. */
  async finish(
    request: Request,
    { provider: id, returnTo, userId, epoch }: SignInFlow,
    state: string,
  ): Promise<Return> {
    const provider = this.require(id);
    const query = request.originalUrl.split('?').slice(1).join('?');
    const checks = this.checksOf(state, this.parts.cookie.take(request) ?? '');
    const said = await this.parts.client.read(provider, query, checks);
    return { provider, returnTo, said, linker: userId === null ? null : { userId, epoch: epoch ?? 0 } };
  }

  @Every({ minutes: 5, as: 'clear-sign-in-flows' })
  async clearOld(): Promise<void> {
    await this.flows.clearOld();
  }

  private require(id: string): OidcProvider {
    const provider = this.providers.find((one) => one.id === id);
    if (!provider) throw errors.notFound('provider');
    return provider;
  }

  private checksOf(state: string, browser: string): FlowChecks {
    const tie = (use: string) =>
      createHmac('sha256', this.key).update(`${use}\n${state}\n${browser}`).digest('base64url');
    return { state, nonce: tie('nonce'), verifier: tie('verifier') };
  }
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
