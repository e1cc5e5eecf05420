import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Writes } from './writes.js';

/** Runs a changing handler by way of `Writes`, within the interceptors that the handler declares for itself. */
@Injectable()
export class WriteInterceptor implements NestInterceptor {
  constructor(private readonly writes: Writes) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    return from(this.writes.run(context, () => lastValueFrom(next.handle(), { defaultValue: null })));
  }
}
