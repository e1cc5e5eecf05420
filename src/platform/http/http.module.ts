import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { Idempotency } from '../safewrites/idempotency.js';
import { WriteInterceptor } from '../safewrites/write.interceptor.js';
import { Cursors } from './cursors.js';
import { ErrorFilter } from './error.filter.js';
import { InputPipe } from './input.pipe.js';
import { Routes } from './routes.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    Cursors,
    Routes,
    Idempotency,
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_INTERCEPTOR, useClass: WriteInterceptor },
    { provide: APP_PIPE, useClass: InputPipe },
  ],
  exports: [Cursors, Routes],
})
export class HttpModule {}
