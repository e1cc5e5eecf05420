import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { ExecutionContext } from '@nestjs/common';
import { errors } from '../errors/errors.js';
import type { Request } from './request.js';

interface Declared {
  query: boolean;
  body: boolean;
}

const known = new WeakMap<object, Declared>();

/**
 * Refuses a query or a body that the route doesn't take at all; what is in those that it takes, the pipe checks.
 *
 * @throws AppError `validation_failed`
 */
export function refuseUndeclaredInput(request: Request, context: ExecutionContext): void {
  const { body } = request as { body?: unknown };
  const hasQuery = request.url.includes('?') && Object.keys(request.query).length > 0;
  const hasBody = body !== undefined && !isEmptyObject(body);
  if (!hasQuery && !hasBody) return;
  const declared = declaredBy(context);
  const unknown = [
    ...(hasQuery && !declared.query ? Object.keys(request.query) : []),
    ...(hasBody && !declared.body ? namesIn(body) : []),
  ];
  if (unknown.length > 0) throw errors.invalid(unknown.map(errors.unknownField));
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

function isEmptyObject(body: unknown): boolean {
  return typeof body === 'object' && body !== null && !Array.isArray(body) && Object.keys(body).length === 0;
}

function namesIn(body: unknown): string[] {
  return typeof body === 'object' && body !== null ? Object.keys(body).slice(0, 20) : ['body'];
}
