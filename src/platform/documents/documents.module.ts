import { Global, type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { Config } from '../config/config.js';
import { errors } from '../errors/errors.js';
import { DocsController } from './docs.controller.js';
import { Routes } from './routes.js';
import { UnknownRouteController } from './unknown-route.controller.js';

const PATHS = ['docs', 'docs/*path', 'redoc', 'redoc/*path', 'openapi.json', 'asyncapi.json'];

/**
 * What the program says of itself, and of what it doesn't have: the last module of the table, because the route for
 * unknown paths comes after all others. Where docs are hidden, none of them is there, whatever the client accepts.
 */
@Global()
@Module({
  controllers: [DocsController, UnknownRouteController],
  providers: [Routes],
  exports: [Routes],
})
export class DocumentsModule implements NestModule {
  constructor(private readonly config: Config) {}

  configure(consumer: MiddlewareConsumer): void {
    if (!this.config.docsEnabled) consumer.apply(hide).forRoutes(...PATHS);
  }
}

function hide(): never {
  throw errors.notFound();
}
