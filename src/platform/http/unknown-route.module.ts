import { Module } from '@nestjs/common';
import { UnknownRouteController } from './unknown-route.controller.js';

/** The last module of the table: routes are tried in the order of the modules. */
@Module({ controllers: [UnknownRouteController] })
export class UnknownRouteModule {}
