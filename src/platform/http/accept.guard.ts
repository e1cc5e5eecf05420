import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { AppError } from '../errors/app-error.js';
import { accepts } from './media-range.js';
import { ANY, producedBy } from './produces.js';
import type { Request } from '../request/request.js';

/** A client that asks for problem details still accepts the JSON of a success. */
const JSON_TYPES = ['application/json', 'application/problem+json'];

/**
 * Refuses a request whose `Accept` excludes the response, before anything is done. Most clients accept anything or
 * JSON, which costs two comparisons.
 *
 * @spec SPEC-007.7
 */
@Injectable()
export class AcceptGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const { accept } = context.switchToHttp().getRequest<Request>().headers;
    if (!accept || accept === '*/*') return true;
    const produced = producedBy(context.getHandler())?.contentType;
    if (produced === ANY || (!produced && accept === 'application/json')) return true;
    const types = produced ? [produced.split(';', 1)[0] ?? produced] : JSON_TYPES;
    if (types.some((type) => accepts(accept, type))) return true;
    throw new AppError('not_acceptable', 'not_acceptable', `This route answers in ${types[0]}.`);
  }
}
