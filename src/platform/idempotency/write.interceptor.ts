import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Writes } from './writes.js';

/** Runs a changing handler through `Writes`, inside the interceptors that the handler declares. */
@Injectable()
export class WriteInterceptor implements NestInterceptor {
  constructor(private readonly writes: Writes) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    return from(this.writes.run(context, () => lastValueFrom(next.handle(), { defaultValue: null })));
  }
}
