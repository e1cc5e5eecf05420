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
import { MultipartBody } from '../input/body-type.js';
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
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const handle = () => lastValueFrom(next.handle(), { defaultValue: null });
    const request = context.switchToHttp().getRequest<Request>();
    return from(request.bodyType === 'multipart' ? this.receive(context, request, handle) : handle());
  }

  private async receive(context: ExecutionContext, request: Request, handle: () => Promise<unknown>): Promise<unknown> {
    const parts = new MultipartParts();
    try {
      await this.uploads.receive(request, parts);
      await this.guard.canActivate(context);
      request.body = parts.byName;
      if (parts.fault) request.bodyFailure = parts.fault;
      return await handle();
    } finally {
      await parts.discard();
    }
  }
}

/** The route takes a multipart body with files; its dto has a `@FileField()`. */
export const FileBody = () => applyDecorators(MultipartBody(), UseInterceptors(FileBodyInterceptor));
