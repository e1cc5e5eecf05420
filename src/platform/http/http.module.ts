import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AcceptGuard } from './accept.guard.js';
import { ErrorFilter } from './error.filter.js';
import { Origins } from './origins.js';

/** Answers, and failures as answers. */
@Module({
  providers: [Origins, { provide: APP_FILTER, useClass: ErrorFilter }, { provide: APP_GUARD, useClass: AcceptGuard }],
})
export class HttpModule {}
