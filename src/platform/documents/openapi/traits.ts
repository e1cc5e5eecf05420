import { addressesRow } from '../../idempotency/changes-row.js';
import { producedBy } from '../../http/produces.js';
import { isTagged } from '../../http/responses/versioned-view.js';
import { isUnlimited } from '../../limits/unlimited.js';
import { type BodyType, bodyTypeOf } from '../../input/bodies/body-type.js';
import type { Route } from '../routes.js';
import type { Schema } from './document.js';
import { dataOf, type RawDocument, type RawOperation } from './raw-document.js';

/** The properties of a route that decide the rest of its description. */
export interface Traits extends Route {
  /** `/tasks/{id}` */
  template: string;
  raw: RawOperation;
  /** What stands in `data` of its answer. */
  data: Schema;
  isList: boolean;
  takesBody: boolean;
  bodyType: BodyType;
  isForPeople: boolean;
  isLimited: boolean;
  /** `Idempotency-Key` counts here. */
  isRepeatable: boolean;
  /** Its answer carries an `ETag`. */
  isTagged: boolean;
  /** Its answer is the bytes of a file, of which a range can be asked for. */
  isFile: boolean;
  /** The row that `If-Match` is held against. */
  conditionalOn: Schema | undefined;
}

/** Undefined for a route that is no part of the API, such as the pages that show its description. */
export function traitsOf(route: Route, document: RawDocument): Traits | undefined {
  const template = route.path.replaceAll(/:(\w+)/g, '{$1}');
  const raw = document.paths[template]?.[route.method.toLowerCase()];
  if (!raw) return undefined;
  const isForPeople = route.rule?.kind === 'signed_in' || route.rule?.kind === 'permission';
  return {
    ...route,
    template,
    raw,
    data: dataOf(raw),
    isList: raw.parameters.some(({ name }) => name === 'cursor'),
    takesBody: route.method !== 'GET',
    bodyType: bodyTypeOf(route.callback),
    isForPeople,
    isLimited: !isUnlimited(route.callback, route.controller),
    isRepeatable: route.method === 'POST' && isForPeople,
    isTagged: isTagged(route.callback) || isVersioned(dataOf(raw), document),
    isFile: producedBy(route.callback)?.isFile === true,
    conditionalOn: conditionalOn(route, document.paths[template] ?? {}, document),
  };
}

function isVersioned({ $ref }: Schema, { components }: RawDocument): boolean {
  const view = components.schemas[String($ref).split('/').at(-1) ?? ''];
  return Object.hasOwn((view?.properties as object | undefined) ?? {}, 'version');
}

/** A delete answers null: what the row looks like is known from reading or changing it. */
function conditionalOn(route: Route, path: Record<string, RawOperation>, document: RawDocument): Schema | undefined {
  const { method, callback, controller, rule } = route;
  if (!addressesRow(method, callback, controller) || rule?.kind !== 'permission' || !rule.of) return undefined;
  const shown = path.get ?? path.patch ?? path.post;
  const view = shown && dataOf(shown);
  return view && isVersioned(view, document) ? view : undefined;
}
