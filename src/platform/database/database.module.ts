import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import { createDataSource } from './data-source.js';
import { Database } from './database.js';
import { Listener } from './listener.js';

/** Closes the pool last: features let go of the database in their own shutdown hooks, which run before. */
@Global()
@Module({
  providers: [
    {
      provide: DataSource,
      inject: [Config],
      useFactory: ({ databaseUrl: url, databasePoolMax: poolMax, isPooled }: Config) =>
        createDataSource({ url, poolMax, isPooled }).initialize(),
    },
    Database,
    Listener,
  ],
  exports: [DataSource, Database, Listener],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async onApplicationShutdown(): Promise<void> {
    await this.dataSource.destroy();
  }
}
