import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { errors } from '../errors/errors.js';
import type { Request } from '../request/request.js';

interface Declared {
  query: boolean;
  body: boolean;
}

const known = new WeakMap<object, Declared>();

/**
 * Refuses a query on a route that takes none; if the route takes one, the pipe validates it. It runs after the access
 * guard.
 *
 * @spec SPEC-007.12
 */
@Injectable()
export class QueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { url, query } = context.switchToHttp().getRequest<Request>();
    if (context.getType() === 'http' && url.includes('?') && !declaredBy(context).query) refuse(Object.keys(query));
    return true;
  }
}

/**
 * Refuses a body on a route that takes none. An empty object counts as no body.
 *
 * @throws AppError `validation_failed`
 */
export function refuseUndeclaredBody({ body }: { body?: unknown }, context: ExecutionContext): void {
  if (body === undefined || declaredBy(context).body) return;
  refuse(typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.keys(body) : ['body']);
}

function refuse(names: string[]): void {
  if (names.length > 0) throw errors.invalid(names.map(errors.unknownField));
}

function declaredBy(context: ExecutionContext): Declared {
  const handler = context.getHandler();
  let declared = known.get(handler);
  if (!declared) {
    const metadata = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) as object | undefined;
    const types = Object.keys(metadata ?? {}).map((key) => Number(key.split(':')[0]));
    declared = { query: types.includes(RouteParamtypes.QUERY), body: types.includes(RouteParamtypes.BODY) };
    known.set(handler, declared);
  }
  return declared;
}
