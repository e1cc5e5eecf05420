import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { Idempotency } from '../safewrites/idempotency.js';
import { Writes } from '../safewrites/writes.js';
import { AcceptGuard } from './accept.guard.js';
import { Cursors } from './cursors.js';
import { ErrorFilter } from './error.filter.js';
import { InputPipe } from './input.pipe.js';
import { QueryGuard } from './query.guard.js';
import { Routes } from './routes.js';

@Global()
@Module({
  providers: [
    Cursors,
    Routes,
    Idempotency,
    Writes,
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_GUARD, useClass: AcceptGuard },
    { provide: APP_GUARD, useClass: QueryGuard },
    { provide: APP_PIPE, useClass: InputPipe },
  ],
  exports: [Cursors, Routes, Writes],
})
export class HttpModule {}
