import 'reflect-metadata';
import { readConfig } from './src/platform/config/config.js';
import { entityClasses, migrationClasses } from './src/platform/database/schema/code-files.js';
import { createDataSource } from './src/platform/database/data-source.js';

/** For the TypeORM command line, against `DATABASE_URL`: the program itself migrates when it starts. */
export default createDataSource({
  url: readConfig(process.env).databaseDirectUrl,
  poolMax: 1,
  entities: await entityClasses(),
  migrations: await migrationClasses(),
});
