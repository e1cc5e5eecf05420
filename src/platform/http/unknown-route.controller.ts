import { All, type CanActivate, Controller, type ExecutionContext, Injectable, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../access/rules.js';
import { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import { ANY, Produces } from './produces.js';
import type { Request } from './request.js';
import { Routes } from './routes.js';

/** Refuses as a guard, so before anything that was sent is read: where nobody serves, nothing can be wrong with it. */
@Injectable()
export class UnknownRouteGuard implements CanActivate {
  constructor(private readonly routes: Routes) {}

  canActivate(context: ExecutionContext): never {
    const request = context.switchToHttp().getRequest<Request>();
    const methods = this.routes.methodsOf(request.path);
    if (methods.length === 0) throw errors.notFound();
    request.res?.setHeader('Allow', methods.join(', '));
    throw new AppError(
      'method_not_allowed',
      'method_not_allowed',
      `This path answers to ${methods.join(' and ')} only.`,
    );
  }
}

/** Everything that no feature serves; it comes last, and being a route it passes the limits like all others. */
@ApiExcludeController()
@Controller()
export class UnknownRouteController {
  @All('*path')
  @Public()
  @Produces(ANY)
  @UseGuards(UnknownRouteGuard)
  refuse(): void {
    // The guard lets nobody in.
  }
}
