import { type DynamicModule, Module } from '@nestjs/common';
import { Config } from './config.js';

/** Gives the one configuration to whoever injects `Config`. */
@Module({})
export class ConfigModule {
  static with(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: Config, useValue: config }],
      exports: [Config],
    };
  }
}
