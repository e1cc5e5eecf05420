import { Injectable, type ExecutionContext, type Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerRequest,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { CallerIdentity } from './caller-identity.js';
import { tellLimit } from '../http/headers/rate-limit-headers.js';
import { clientNetwork } from '../request/client-network.js';
import { limitErrors } from './limit.errors.js';
import { OpenRequests } from './open-requests.js';

/** Concurrent requests of one person: more than any page sends, and few enough for unread answers to fit in memory. */
const MOST_AT_ONCE = 100;

/**
 * The rate limit of the API: counts every request, on any route, for the signed-in user or the API token, or else for the
 * network, and sets the headers of draft-ietf-httpapi-ratelimit-headers-10 on each response.
 *
 * The throttler would count each route by itself, hash its key with SHA-256, and answer with `X-RateLimit-*`.
 *
 * @spec SPEC-009.1, SPEC-009.4, SPEC-009.6, SPEC-009.7, SPEC-009.9, SPEC-009.21
 */
@Injectable()
export class LimitGuard extends ThrottlerGuard {
  private readonly open = new OpenRequests(MOST_AT_ONCE);

  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    private readonly callers: CallerIdentity,
  ) {
    super(options, storage, new KnownMetadata());
  }

  /** Messages on a socket are limited by the gateway; global guards see them too. */
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(context.getType() !== 'http');
  }

  protected override async handleRequest({ context, limit, ttl, throttler }: ThrottlerRequest): Promise<boolean> {
    const http = context.switchToHttp();
    const response = http.getResponse<Response>();
    const policy = throttler.name ?? 'default';
    const request = http.getRequest<Request>();
    const caller = await this.callers.keyOf(request);
    const key = caller ?? `ip:${clientNetwork(request.ip)}`;
    const hit = await this.storageService.increment(key, ttl, limit, 0, policy);
    const remaining = Math.max(0, limit - hit.totalHits);
    tellLimit(response, { policy, quota: limit, windowSeconds: ttl / 1000, resetSeconds: hit.timeToExpire }, remaining);
    if (hit.isBlocked) throw limitErrors.rateLimited(hit.timeToBlockExpire);
    if (caller !== null) this.hold(key, response);
    return true;
  }

  /** Counted until the answer is read or the connection is closed. Admission control counts by network. */
  private hold(key: string, response: Response): void {
    if (response.closed) return;
    if (!this.open.enter(key)) throw limitErrors.tooManyAtOnce(MOST_AT_ONCE);
    response.once('close', () => this.open.leave(key));
  }
}

/** What is declared on a route never changes, and the throttler reads six declarations for each request. */
class KnownMetadata extends Reflector {
  private readonly known = new WeakMap<object, Map<unknown, unknown>>();

  override get(key: unknown, target: object): never {
    let ofTarget = this.known.get(target);
    if (!ofTarget) this.known.set(target, (ofTarget = new Map()));
    if (!ofTarget.has(key)) ofTarget.set(key, super.get(key, target as Type));
    return ofTarget.get(key) as never;
  }
}
