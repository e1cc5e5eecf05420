import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { refreshCookieIn } from '../http/headers/refresh-cookie.js';
import type { Request } from '../request/request.js';
import { accessErrors } from './access-errors.js';
import { Actor, type Identity } from '../request/actor.js';
import { bearerOf } from './authentication/bearer.js';
import { Callers } from './authentication/callers.js';
import { ResourceRegistry } from './resource-registry.js';
import type { AccessRule } from './access-rule.js';
import { ruleOf, visitorOf } from './rules.js';

/**
 * Enforces the access rule of a route, in this order: token (401), permission (403), row (404), relation (403). A route
 * without a rule is closed.
 *
 * @spec SPEC-002
 */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly apiKeys: Buffer[];

  constructor(
    private readonly callers: Callers,
    private readonly rows: ResourceRegistry,
    config: Config,
  ) {
    this.apiKeys = config.internalApiKeys.map(digest);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const rule = ruleOf(context.getHandler());
    if (!rule) throw accessErrors.undeclared();
    request.rule = rule;
    if (rule.kind === 'api_key') this.requireApiKey(request);
    else if (rule.kind !== 'public' && !comesWithRefreshToken(request, rule)) await this.requirePerson(request, rule);
    return true;
  }

  private async requirePerson(request: Request, rule: AccessRule): Promise<void> {
    const { identity } = await this.callers.of(request);
    const actor = new Actor(identity, visitorOf(request));
    request.actor = actor;
    requireToken(actor, rule);
    requireOwnPassword(identity, rule);
    if (rule.kind === 'permission' && !actor.can(rule.permission))
      throw accessErrors.missingPermission(rule.permission);
    requireReach(actor, rule);
    await this.rows.resolveName(rule, request.params);
    request.resource = await this.rows.require(actor, rule, request.params.id);
  }

  private requireApiKey(request: Request): void {
    const sent = [request.headers['x-api-key'], bearerOf(request)].map((key) =>
      digest(typeof key === 'string' ? key : ''),
    );
    const isRight = (hash: Buffer) => this.apiKeys.some((key) => timingSafeEqual(key, hash));
    if (!sent.some(isRight)) throw accessErrors.invalidApiKey();
  }
}

/** In the cookie or in the body, and without an access token. */
function comesWithRefreshToken(request: Request, rule: AccessRule): boolean {
  if (rule.kind !== 'signed_in' || !rule.orRefreshToken || request.headers.authorization !== undefined) return false;
  const { refresh_token: inBody } = (request.body ?? {}) as { refresh_token?: unknown };
  return inBody !== undefined || refreshCookieIn(request) !== null;
}

/** What belongs to the account is closed to its API tokens, unless the route says otherwise. */
function requireToken({ token }: Actor, rule: AccessRule): void {
  if (token && rule.kind === 'signed_in' && rule.byToken === undefined) throw accessErrors.tokenNotAllowed();
}

/** An API token for certain projects reaches nothing that is in none; rows are judged by their policies. */
function requireReach({ projectIds }: Actor, rule: AccessRule): void {
  if (projectIds === null) return;
  const isWithin =
    rule.kind === 'signed_in'
      ? rule.byToken === 'any'
      : rule.kind === 'permission' && (rule.of !== undefined || rule.inProjects);
  if (!isWithin) throw accessErrors.beyondToken();
}

function requireOwnPassword(identity: Identity, rule: AccessRule): void {
  if (!identity.passwordMustChange) return;
  if (rule.kind === 'signed_in' && rule.evenIfPasswordMustChange) return;
  throw accessErrors.passwordMustChange();
}

/** Of equal length, so that comparing takes the same time whatever was sent. */
function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
