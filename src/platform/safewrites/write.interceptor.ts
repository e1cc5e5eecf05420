import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { INTERCEPTORS_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Request } from '../http/request.js';
import { readRoutes } from '../http/routes.js';
import { Writes } from './writes.js';

const READS = new Set(['GET', 'HEAD']);

/** Holds no state: routes are declared once, and may belong to several applications in one process. */
const throughWrites: NestInterceptor = {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const { writes } = context.switchToHttp().getRequest<Request>().app.locals as { writes: Writes };
    return from(writes.run(context, () => lastValueFrom(next.handle(), { defaultValue: null })));
  },
};

/**
 * Sends every route that changes something through `Writes`, before the routes are registered. A global interceptor
 * would do the same, and cost each read the machinery of observables, which is a good part of what Nest costs it.
 */
export function interceptWrites(app: NestExpressApplication): void {
  const express: Express = app.getHttpAdapter().getInstance();
  (express.locals as { writes?: Writes }).writes = app.get(Writes);
  for (const { method, callback } of readRoutes(app.get(ModulesContainer))) {
    if (!READS.has(method)) Reflect.defineMetadata(INTERCEPTORS_METADATA, [throughWrites], callback);
  }
}
