import { SetMetadata } from '@nestjs/common';

/** What a route takes. A multipart body is not read before the handler, but by it: see `platform/files`. */
export type BodyType = 'json' | 'form' | 'multipart';

const BODY_TYPE = 'fasttrack:body-type';

/** The route takes `application/x-www-form-urlencoded` instead of JSON. */
export const FormBody = () => SetMetadata(BODY_TYPE, 'form' satisfies BodyType);

/** The route takes `multipart/form-data` instead of JSON. */
export const MultipartBody = () => SetMetadata(BODY_TYPE, 'multipart' satisfies BodyType);

export function bodyTypeOf(handler: object): BodyType {
  return (Reflect.getMetadata(BODY_TYPE, handler) as BodyType | undefined) ?? 'json';
}
