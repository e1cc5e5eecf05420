import { All, Controller, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../access/rules.js';
import { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import { ANY, Produces } from '../http/produces.js';
import type { Request } from '../request/request.js';
import { Routes } from './routes.js';

/** Answers 404 or 405 for every path that no feature serves. It is registered last, and the rate limits apply to it. */
@ApiExcludeController()
@Controller()
export class UnknownRouteController {
  constructor(private readonly routes: Routes) {}

  /** Takes any query and reads no body, so that an unknown path answers 404 whatever was sent. */
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
