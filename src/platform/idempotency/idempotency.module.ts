import { Global, Module } from '@nestjs/common';
import { CurrentRow } from './current-row.js';
import { Idempotency } from './idempotency.js';
import { Writes } from './writes.js';

/** Idempotency keys and conditional writes. Global, because the handlers of every feature go through it. */
@Global()
@Module({ providers: [Idempotency, CurrentRow, Writes], exports: [Writes] })
export class IdempotencyModule {}
