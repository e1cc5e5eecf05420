import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { Config } from './platform/config/config.js';
import { packageRoot } from './platform/config/paths.js';
import { describeApi } from './platform/documents/openapi/describe-api.js';
import { routeTable } from './platform/documents/route-table.js';
import { readRoutes } from './platform/documents/routes.js';

/**
 * The last step of the build: writes what the program says of itself into the folder in its argument. Reads
 * declarations only; nothing is started, and no configuration is looked at.
 */
const [, , folder = '.'] = process.argv;
const program = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as Parameters<
  typeof describeApi
>[1];
const unread = Object.create(Config.prototype) as Config;
const app = await NestFactory.create(AppModule.with(unread), { preview: true, abortOnError: false, logger: false });
writeFileSync(join(folder, 'openapi.json'), `${JSON.stringify(describeApi(app, program), null, 2)}\n`);
writeFileSync(join(folder, 'routes.txt'), routeTable(readRoutes(app.get(ModulesContainer))));
