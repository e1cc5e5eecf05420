import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from '../request/request.js';
import { refuseUndeclaredQuery } from './undeclared-input.js';

/**
 * Refuses query parameters on a route that takes none. It runs after the access guard.
 *
 * @spec SPEC-007.12
 */
@Injectable()
export class QueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() === 'http') refuseUndeclaredQuery(context.switchToHttp().getRequest<Request>(), context);
    return true;
  }
}
