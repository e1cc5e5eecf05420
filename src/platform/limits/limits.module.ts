import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule, type ThrottlerModuleOptions } from '@nestjs/throttler';
import { Config } from '../config/config.js';
import { LimitGuard } from './limit.guard.js';
import { LimitStorage } from './limit.storage.js';

/** Import it before every module with a guard of its own: global guards run in the order of their modules. */
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      inject: [Config],
      useFactory: async (config: Config): Promise<ThrottlerModuleOptions> => ({
        // blockDuration would default to one more window after a refusal.
        throttlers: [{ limit: config.rateLimitRequests, ttl: config.rateLimitWindowSeconds * 1000, blockDuration: 0 }],
        storage: await LimitStorage.from(config),
      }),
    }),
  ],
  providers: [{ provide: APP_GUARD, useClass: LimitGuard }],
})
export class LimitsModule {}
