import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { AccessRule, TokenReach } from './access-rule.js';
import { type Actor, Visitor } from '../request/actor.js';
import type { Permission } from '../request/permissions.js';
import type { Request } from '../request/request.js';

const ACCESS_RULE = 'fasttrack:access';

/** Anyone may call it. */
export const Public = () => SetMetadata(ACCESS_RULE, { kind: 'public' } satisfies AccessRule);

interface SignedInOptions {
  evenIfPasswordMustChange?: boolean;
  of?: string;
  byToken?: TokenReach;
  orRefreshToken?: true;
}

/**
 * Anyone who is signed in, for routes about the caller's own account, or about one row of theirs. API tokens are kept
 * out, unless `byToken` lets them in. With `orRefreshToken`, whoever sends a refresh token instead is let in as a visitor.
 */
export const SignedIn = ({ evenIfPasswordMustChange = false, of, byToken, orRefreshToken }: SignedInOptions = {}) =>
  SetMetadata(ACCESS_RULE, {
    kind: 'signed_in',
    evenIfPasswordMustChange,
    ...(of && { of }),
    ...(byToken && { byToken }),
    ...(orRefreshToken && { orRefreshToken }),
  } satisfies AccessRule);

/** Callers that send one of `INTERNAL_API_KEYS` as `X-API-Key`. */
export const RequiresApiKey = () => SetMetadata(ACCESS_RULE, { kind: 'api_key' } satisfies AccessRule);

/** Callers with the permission and, if the path names a row, with the relation to it that its policy asks for. */
export const Requires = (permission: Permission, of?: string) =>
  SetMetadata(ACCESS_RULE, { kind: 'permission', permission, ...(of && { of }) } satisfies AccessRule);

/**
 * Callers with the permission, for a route that names no row and is about projects: it leaves out what an API token for
 * certain projects does not reach (`Actor.projectIds`). Such tokens are kept out of every other route that names no row.
 */
export const RequiresInProjects = (permission: Permission) =>
  SetMetadata(ACCESS_RULE, { kind: 'permission', permission, inProjects: true } satisfies AccessRule);

export function ruleOf(handler: object): AccessRule | undefined {
  return Reflect.getMetadata(ACCESS_RULE, handler) as AccessRule | undefined;
}

/** The signed-in person; only on routes that are not public. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<Request>();
  if (!actor) throw new Error('A public route has no actor; use @CurrentVisitor().');
  return actor;
});

/** Where the request comes from, on public routes. */
export const CurrentVisitor = createParamDecorator((_: unknown, context: ExecutionContext): Visitor => {
  return visitorOf(context.switchToHttp().getRequest<Request>());
});

/** The row that the path names; the guard has found it and checked the caller's relation to it. */
export const Row = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
  const { resource } = context.switchToHttp().getRequest<Request>();
  if (!resource) throw new Error('This route names no row; say which in @Requires.');
  return resource.row;
});

const MAX_USER_AGENT = 300;

export function visitorOf(request: Request): Visitor {
  const agent = request.headers['user-agent']?.slice(0, MAX_USER_AGENT) ?? null;
  return new Visitor(request.ip ?? 'unknown', agent, request.requestId, request.slot);
}
