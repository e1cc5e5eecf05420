import { All, Controller, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../access/rules.js';
import { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import { ANY, Produces } from '../http/produces.js';
import type { Request } from '../request/request.js';
import { Routes } from './routes.js';

/** Everything that no feature serves; it comes last, and being a route it passes the limits like all others. */
@ApiExcludeController()
@Controller()
export class UnknownRouteController {
  constructor(private readonly routes: Routes) {}

  /** Takes any query, and reads no body: where nobody serves, nothing can be wrong with what was sent. */
  @All('*path')
  @Public()
  @Produces(ANY)
  refuse(@Req() request: Request, @Query() _any: unknown): never {
    const methods = this.routes.methodsOf(request.path);
    if (methods.length === 0) throw errors.notFound();
    request.res?.setHeader('Allow', methods.join(', '));
    const message = `This path answers to ${methods.join(' and ')} only.`;
    throw new AppError('method_not_allowed', 'method_not_allowed', message);
  }
}
