import { SetMetadata } from '@nestjs/common';

/**
 * What a route takes. A multipart body, and one of `data`, is not read before the handler, but by it: see
 * `platform/files`.
 */
export type BodyType = 'json' | 'form' | 'multipart' | 'data';

const BODY_TYPE = 'fasttrack:body-type';

/** The route takes `application/x-www-form-urlencoded` instead of JSON. */
export const FormBody = () => SetMetadata(BODY_TYPE, 'form' satisfies BodyType);

/** The route takes `multipart/form-data` instead of JSON. */
export const MultipartBody = () => SetMetadata(BODY_TYPE, 'multipart' satisfies BodyType);

const DATA_TYPES = 'fasttrack:data-types';

/** The route takes one file of any of these types, as it is, or as the part `file` of a multipart body. */
export const TakesData =
  (types: readonly string[]) => (target: object, key: string | symbol, handler: PropertyDescriptor) => {
    SetMetadata(BODY_TYPE, 'data' satisfies BodyType)(target, key, handler);
    SetMetadata(DATA_TYPES, types)(target, key, handler);
  };

/** Of a route that takes data. */
export function dataTypesOf(handler: object): readonly string[] {
  return (Reflect.getMetadata(DATA_TYPES, handler) as readonly string[] | undefined) ?? [];
}

export function bodyTypeOf(handler: object): BodyType {
  return (Reflect.getMetadata(BODY_TYPE, handler) as BodyType | undefined) ?? 'json';
}
