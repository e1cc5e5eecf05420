import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_PIPE } from '@nestjs/core';
import { Cursors } from './cursors.js';
import { InputPipe } from './input.pipe.js';
import { QueryGuard } from './undeclared-input.js';

/** Reads bodies and queries, strictly. */
@Global()
@Module({
  providers: [Cursors, { provide: APP_GUARD, useClass: QueryGuard }, { provide: APP_PIPE, useClass: InputPipe }],
  exports: [Cursors],
})
export class InputModule {}
