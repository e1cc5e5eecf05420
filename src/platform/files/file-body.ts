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
import { MultipartBody, TakesData } from '../input/bodies/body-type.js';
import { mediaTypeOf } from '../input/bodies/streamed-body.js';
import type { Request } from '../request/request.js';
import { MultipartParts } from './multipart.js';
import { Uploads } from './uploads.js';

/**
 * Reads the body of a request that the guards have let in, so that strangers can't fill the disk, and asks the access
 * guard again after the last byte: who lost the permission meanwhile has lost it.
 *
 * @spec SPEC-020.10
 */
@Injectable()
export class FileBodyInterceptor implements NestInterceptor {
  constructor(
    private readonly uploads: Uploads,
    private readonly guard: AccessGuard,
    private readonly config: Config,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const handle = () => lastValueFrom(next.handle(), { defaultValue: null });
    const request = context.switchToHttp().getRequest<Request>();
    const hasFile = request.bodyType === 'multipart' || request.bodyType === 'data';
    return from(hasFile ? this.receive(context, request, handle) : handle());
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

  /** Data may also be the whole body; then it is the field `file`. */
  private async read(request: Request, parts: MultipartParts): Promise<void> {
    if (request.bodyType === 'multipart') return this.uploads.receive(request, parts);
    const { importMaxMb } = this.config;
    if (mediaTypeOf(request) === 'multipart/form-data') return this.uploads.receive(request, parts, importMaxMb);
    parts.addFile('file', this.uploads.receiveWhole(request, 'body', importMaxMb));
    await parts.settle();
  }
}

/** The route takes a multipart body with files; its dto has a `@FileField()`. */
export const FileBody = () => applyDecorators(MultipartBody(), UseInterceptors(FileBodyInterceptor));

/** The route takes a file of one of these types, or a multipart body with it; its dto has a `@FileField()` called `file`. */
export const DataBody = (types: readonly string[]) =>
  applyDecorators(TakesData(types), UseInterceptors(FileBodyInterceptor));
