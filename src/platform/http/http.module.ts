import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Idempotency } from '../safewrites/idempotency.js';
import { WriteInterceptor } from '../safewrites/write.interceptor.js';
import { AcceptGuard } from './accept.guard.js';
import { Cursors } from './cursors.js';
import { ErrorFilter } from './error.filter.js';
import { InputPipe } from './input.pipe.js';
import { Routes } from './routes.js';

@Global()
@Module({
  providers: [
    Cursors,
    Routes,
    Idempotency,
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_GUARD, useClass: AcceptGuard },
    { provide: APP_INTERCEPTOR, useClass: WriteInterceptor },
    { provide: APP_PIPE, useClass: InputPipe },
  ],
  exports: [Cursors, Routes],
})
export class HttpModule {}
