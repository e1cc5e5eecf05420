import { exampleOf } from '../../input/example.js';
import type { Content } from './document.js';
import type { Traits } from './traits.js';

type Class = abstract new (...args: never[]) => unknown;

/** The same body for each content type of a request. */
export function withExample(content: Content, traits: Traits): Content {
  const example = exampleIn(traits);
  if (!example) return content;
  return Object.fromEntries(Object.entries(content).map(([type, media]) => [type, { ...media, example }]));
}

/** That of the class which the handler takes as its body. */
function exampleIn({ controller, handler, raw }: Traits): object | undefined {
  const name = Object.values(raw.requestBody?.content ?? {})[0]?.schema.$ref;
  const method = handler.split('.')[1] ?? '';
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) as unknown[];
  const body = types.find(
    (type): type is Class => typeof type === 'function' && String(name).endsWith(`/${type.name}`),
  );
  return body && exampleOf(body);
}
