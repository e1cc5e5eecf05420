import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AcceptGuard } from './accept.guard.js';
import { ErrorFilter } from './error.filter.js';

/** Answers, and failures as answers. */
@Module({
  providers: [
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_GUARD, useClass: AcceptGuard },
  ],
})
export class HttpModule {}
