import type { Content } from './document.js';
import type { Traits } from './traits.js';

const EXAMPLE = 'fasttrack:example';

type Class = abstract new (...args: never[]) => unknown;

/**
 * A body that is safe to send as it is, because Swagger UI fills it in: that of a PATCH shows one field, and none names
 * a person or a row by an id.
 */
export const Example =
  (body: Readonly<Record<string, unknown>>): ClassDecorator =>
  (target) =>
    Reflect.defineMetadata(EXAMPLE, body, target);

/** The same body for each content type of a request. */
export function withExample(content: Content, traits: Traits): Content {
  const example = exampleOf(traits);
  if (!example) return content;
  return Object.fromEntries(Object.entries(content).map(([type, media]) => [type, { ...media, example }]));
}

/** That of the class which the handler takes as its body. */
function exampleOf({ controller, handler, raw }: Traits): object | undefined {
  const name = Object.values(raw.requestBody?.content ?? {})[0]?.schema.$ref;
  const method = handler.split('.')[1] ?? '';
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) as unknown[];
  const body = types.find(
    (type): type is Class => typeof type === 'function' && String(name).endsWith(`/${type.name}`),
  );
  return body && (Reflect.getOwnMetadata(EXAMPLE, body) as object | undefined);
}
