import type { Schema } from './document.js';

const TIME = { format: 'date-time', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' };

/**
 * Says of a schema what holds in the whole API and so is not written at every field: no property that isn't named,
 * whole numbers only, ids that are positive, times in one form, and of different ones not more than there are.
 */
export function refine(schema: Schema, name = ''): Schema {
  const { example, uniqueItems, items, properties, anyOf, ...rest } = schema;
  return {
    ...rest,
    ...numberOf(rest, name),
    ...timeOf(rest, name),
    ...(example !== undefined && { examples: [example] }),
    ...(isOf(rest, 'array') && items !== undefined && listOf(items as Schema, uniqueItems)),
    ...(Array.isArray(anyOf) && { anyOf: (anyOf as Schema[]).map((one) => refine(one, name)) }),
    ...(properties !== undefined && objectOf(rest, properties as Record<string, Schema>)),
  };
}

function objectOf(schema: Schema, properties: Record<string, Schema>): Schema {
  const refined = Object.entries(properties).map(([name, property]) => [name, refine(property, name)]);
  return {
    additionalProperties: schema.additionalProperties ?? false,
    properties: Object.fromEntries(refined) as Schema,
  };
}

function listOf(items: Schema, uniqueItems: unknown): Schema {
  if (uniqueItems !== true) return { items: refine(items) };
  return { ...(Array.isArray(items.enum) && { maxItems: items.enum.length }), uniqueItems, items: refine(items) };
}

function numberOf({ type, minimum }: Schema, name: string): Schema {
  const types = [type].flat();
  if (!types.includes('number')) return {};
  const whole = types.map((one) => (one === 'number' ? 'integer' : one));
  const isCounted = /^(.+_)?id$|^version$|^seq$/.test(name);
  return { type: whole.length === 1 ? whole[0] : whole, minimum: minimum ?? (isCounted ? 1 : 0) };
}

function timeOf(schema: Schema, name: string): Schema {
  return isOf(schema, 'string') && /(_at|^timestamp)$/.test(name) ? TIME : {};
}

function isOf({ type }: Schema, wanted: string): boolean {
  return [type].flat().includes(wanted);
}
