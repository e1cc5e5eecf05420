const EXAMPLE = 'fasttrack:example';

/**
 * An example body that is safe to send, because Swagger UI fills it in: the example of a PATCH has one field, and no
 * example contains the id of a person or a row.
 */
export const Example =
  (body: Readonly<Record<string, unknown>>): ClassDecorator =>
  (target) =>
    Reflect.defineMetadata(EXAMPLE, body, target);

export function exampleOf(type: object): object | undefined {
  return Reflect.getOwnMetadata(EXAMPLE, type) as object | undefined;
}
