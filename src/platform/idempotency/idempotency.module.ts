import { Global, Module } from '@nestjs/common';
import { Idempotency } from './idempotency.js';
import { Writes } from './writes.js';

/** Changes that are safe to repeat and to make at once. Global, because the handlers of every feature go through it. */
@Global()
@Module({ providers: [Idempotency, Writes], exports: [Writes] })
export class IdempotencyModule {}
