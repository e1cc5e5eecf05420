import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { errors } from '../../errors/errors.js';
import { DocsController } from './docs.controller.js';

const PATHS = ['docs', 'docs/*path', 'redoc', 'redoc/*path', 'openapi.json', 'asyncapi.json'];

/** Where docs are hidden, none of them is there, whatever the client accepts: no guard is asked before. */
@Module({ controllers: [DocsController] })
export class DocsModule implements NestModule {
  constructor(private readonly config: Config) {}

  configure(consumer: MiddlewareConsumer): void {
    if (!this.config.docsEnabled) consumer.apply(hide).forRoutes(...PATHS);
  }
}

function hide(): never {
  throw errors.notFound();
}
