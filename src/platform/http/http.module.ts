import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AcceptGuard } from './accept.guard.js';
import { ErrorFilter } from './errors/error.filter.js';
import { Origins } from './headers/origins.js';
import { RefreshCookie } from './headers/refresh-cookie.js';

/** Answers, and failures as answers. */
@Global()
@Module({
  providers: [
    Origins,
    RefreshCookie,
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_GUARD, useClass: AcceptGuard },
  ],
  exports: [RefreshCookie],
})
export class HttpModule {}
