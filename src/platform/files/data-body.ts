import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { AccessGuard } from '../access/access.guard.js';
import { Config } from '../config/config.js';
import { TakesData } from '../input/body-type.js';
import { mediaTypeOf } from '../input/streamed-body.js';
import type { Request } from '../request/request.js';
import { MultipartParts } from './multipart.js';
import { Uploads } from './uploads.js';

/**
 * Reads a body that is a file, or has one, after the guards have let the request in, and asks them again after the last
 * byte, as for other files. The file is the field `file` of the input.
 */
@Injectable()
export class DataBodyInterceptor implements NestInterceptor {
  constructor(
    private readonly uploads: Uploads,
    private readonly guard: AccessGuard,
    private readonly config: Config,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const handle = () => lastValueFrom(next.handle(), { defaultValue: null });
    const request = context.switchToHttp().getRequest<Request>();
    return from(request.bodyType === 'data' ? this.receive(context, request, handle) : handle());
  }

  private async receive(context: ExecutionContext, request: Request, handle: () => Promise<unknown>): Promise<unknown> {
    const parts = new MultipartParts();
    try {
      await this.read(request, parts);
      await this.guard.canActivate(context);
      request.body = parts.byName;
      if (parts.fault) request.bodyFailure = parts.fault;
      return await handle();
    } finally {
      await parts.discard();
    }
  }

  private async read(request: Request, parts: MultipartParts): Promise<void> {
    const { importMaxMb } = this.config;
    if (mediaTypeOf(request) === 'multipart/form-data') return this.uploads.receive(request, parts, importMaxMb);
    parts.addFile('file', this.uploads.receiveWhole(request, 'body', importMaxMb));
    await parts.settle();
  }
}

/** The route takes a file of one of these types; its dto has a `@FileField()` that is called `file`. */
export const DataBody = (types: readonly string[]) =>
  applyDecorators(TakesData(types), UseInterceptors(DataBodyInterceptor));
