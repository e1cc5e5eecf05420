import { Global, Module } from '@nestjs/common';
import { Idempotency } from './idempotency.js';
import { Writes } from './writes.js';

/** Idempotency keys and conditional writes. Global, because the handlers of every feature go through it. */
@Global()
@Module({ providers: [Idempotency, Writes], exports: [Writes] })
export class IdempotencyModule {}
