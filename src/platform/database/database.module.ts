import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import { AmbientDataSource } from './transactions/ambient-data-source.js';
import { entityClasses } from './schema/code-files.js';
import { createDataSource } from './data-source.js';
import { Database } from './database.js';
import { Listener } from './listener.js';
import { inTime } from './statements/line.js';

async function connect({ databaseUrl: url, databasePoolMax: poolMax, isPooled }: Config): Promise<AmbientDataSource> {
  const dataSource = createDataSource({ url, poolMax, isPooled, entities: await entityClasses() });
  await inTime(dataSource.initialize());
  return dataSource;
}

/** Closes the pool last: features let go of the database in their own shutdown hooks, which run before. */
@Global()
@Module({
  providers: [
    {
      provide: AmbientDataSource,
      inject: [Config],
      useFactory: connect,
    },
    { provide: DataSource, useExisting: AmbientDataSource },
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
