const EXAMPLE = 'fasttrack:example';

/**
 * A body that is safe to send as it is, because Swagger UI fills it in: that of a PATCH shows one field, and none names
 * a person or a row by an id.
 */
export const Example =
  (body: Readonly<Record<string, unknown>>): ClassDecorator =>
  (target) =>
    Reflect.defineMetadata(EXAMPLE, body, target);

export function exampleOf(type: object): object | undefined {
  return Reflect.getOwnMetadata(EXAMPLE, type) as object | undefined;
}
