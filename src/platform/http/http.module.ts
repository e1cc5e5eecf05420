import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AcceptGuard } from './accept.guard.js';
import { ErrorFilter } from './error.filter.js';
import { Origins } from './origins.js';
import { RefreshCookie } from './refresh-cookie.js';

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
