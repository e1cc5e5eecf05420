// What a change of an OpenAPI document breaks, for whoever was written against it before. Additions break nobody: new
// operations, optional inputs, properties and values of answers. Texts, examples and error answers are not compared.

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

/** @returns {string[]} one line for each break, with the place where it is */
export function breaksBetween(before, after) {
  const comparison = new Comparison(before, after);
  for (const [path, item] of Object.entries(before.paths ?? {})) {
    for (const method of METHODS.filter((one) => item[one])) {
      const now = after.paths?.[path]?.[method];
      const at = `${method.toUpperCase()} ${path}`;
      if (now) comparison.operation(at, item[method], now);
      else comparison.tell(at, 'is gone');
    }
  }
  return [...comparison.breaks].sort();
}

class Comparison {
  breaks = new Set();
  seen = new Set();
  current = '';

  constructor(before, after) {
    this.before = before;
    this.after = after;
  }

  tell(at, what) {
    this.breaks.add(`${at}: ${what}`);
  }

  operation(at, was, is) {
    this.current = at;
    this.parameters(at, was, is);
    this.body(at, resolve(this.before, was.requestBody), resolve(this.after, is.requestBody));
    for (const [status, answer] of Object.entries(was.responses ?? {})) {
      if (!/^[23]/.test(status)) continue;
      if (is.responses?.[status])
        this.answer(`${at} → ${status}`, resolve(this.before, answer), resolve(this.after, is.responses[status]));
      else this.tell(at, `no longer answers ${status}`);
    }
    const isOpen = (operation, document) => (operation.security ?? document.security ?? []).length === 0;
    if (isOpen(was, this.before) && !isOpen(is, this.after)) this.tell(at, 'now needs a sign-in');
  }

  parameters(at, was, is) {
    const byName = (document, { parameters = [] }) =>
      new Map(parameters.map((one) => resolve(document, one)).map((one) => [`${one.in} ${one.name}`, one]));
    const [olds, news] = [byName(this.before, was), byName(this.after, is)];
    for (const [name, old] of olds) {
      const now = news.get(name);
      if (!now) this.tell(at, `no longer takes ${name}`);
      else {
        if (now.required && !old.required) this.tell(at, `${name} is now required`);
        this.schema(`${at} ${name}`, old.schema, now.schema, 'request');
      }
    }
    for (const [name, now] of news) if (now.required && !olds.has(name)) this.tell(at, `${name} is new and required`);
  }

  body(at, was, is) {
    if (!was) {
      if (is?.required) this.tell(at, 'now needs a body');
      return;
    }
    if (!is) return this.tell(at, 'no longer takes a body');
    if (is.required && !was.required) this.tell(at, 'now needs a body');
    this.contents(`${at} body`, was.content, is.content, 'request');
  }

  answer(at, was, is) {
    this.contents(at, was.content, is.content, 'response');
    for (const name of Object.keys(was.headers ?? {}))
      if (!is.headers?.[name]) this.tell(at, `no longer has the header ${name}`);
  }

  contents(at, was = {}, is = {}, direction) {
    for (const [type, { schema }] of Object.entries(was)) {
      if (is[type]) this.schema(at, schema, is[type].schema, direction);
      else this.tell(at, `is no longer ${type}`);
    }
  }

  /** A pair that was compared in this direction is not compared again: schemas may hold themselves. */
  schema(at, was, is, direction) {
    if (!was || !is) return;
    const key = was.$ref && is.$ref ? `${direction} ${was.$ref} ${is.$ref}` : undefined;
    if (key && this.seen.has(key)) return;
    if (key) this.seen.add(key);
    const [old, now] = [flat(this.before, was), flat(this.after, is)];
    const place = was.$ref ? `${was.$ref.split('/').at(-1)} (${direction}, first seen at ${this.current})` : at;
    this.types(place, old, now, direction);
    this.properties(place, old, now, direction);
    if (direction === 'request') this.bounds(place, old, now);
    if (old.items && now.items) this.schema(`${place}[]`, old.items, now.items, direction);
    const values = typeof old.additionalProperties === 'object' && typeof now.additionalProperties === 'object';
    if (values) this.schema(`${place}{}`, old.additionalProperties, now.additionalProperties, direction);
  }

  /** Of a request fewer, of an answer other types break. */
  types(at, old, now, direction) {
    const lost = (from, to) => [...from].filter((one) => !accepts(to, one));
    const [wide, narrow] = direction === 'request' ? [old.types, now.types] : [now.types, old.types];
    const verb = direction === 'request' ? 'no longer takes' : 'can now be';
    if (wide.size > 0 && narrow.size > 0) for (const type of lost(wide, narrow)) this.tell(at, `${verb} ${type}`);
    if (direction === 'request' && now.enum)
      for (const value of old.enum ?? [])
        if (!now.enum.includes(value)) this.tell(at, `no longer takes ${JSON.stringify(value)}`);
    if (direction === 'request' && now.enum && !old.enum) this.tell(at, 'takes only some values now');
    if (direction === 'response' && old.enum && !now.enum) this.tell(at, 'can now be any value');
  }

  properties(at, old, now, direction) {
    for (const [name, schema] of Object.entries(old.properties)) {
      const is = now.properties[name];
      if (!is) this.tell(at, direction === 'request' ? `no longer takes ${name}` : `no longer has ${name}`);
      else this.schema(`${at}.${name}`, schema, is, direction);
      if (is && direction === 'response' && old.required.has(name) && !now.required.has(name))
        this.tell(at, `may now lack ${name}`);
    }
    if (direction === 'request')
      for (const name of now.required) if (!old.required.has(name)) this.tell(at, `${name} is now required`);
  }

  bounds(at, old, now) {
    for (const name of ['minLength', 'minimum', 'exclusiveMinimum', 'minItems', 'minProperties'])
      if (now[name] !== undefined && now[name] > (old[name] ?? -Infinity) && !isNoBound(name, now[name]))
        this.tell(at, `${name} is now ${now[name]}`);
    for (const name of ['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems', 'maxProperties'])
      if (now[name] !== undefined && now[name] < (old[name] ?? Infinity)) this.tell(at, `${name} is now ${now[name]}`);
    for (const name of ['pattern', 'format'])
      if (now[name] !== undefined && now[name] !== old[name]) this.tell(at, `has the ${name} ${now[name]} now`);
    if (now.uniqueItems && !old.uniqueItems) this.tell(at, 'takes nothing twice now');
  }
}

/** Zero is no bound for what can't be less. */
function isNoBound(name, value) {
  return value === 0 && /^min(Length|Items|Properties)$/.test(name);
}

function accepts(types, type) {
  return types.has(type) || (type === 'integer' && types.has('number'));
}

function resolve(document, thing) {
  const path = thing?.$ref?.replace(/^#\//, '').split('/');
  if (!path) return thing;
  return resolve(
    document,
    path.reduce((at, step) => at?.[step.replaceAll('~1', '/').replaceAll('~0', '~')], document),
  );
}

/** What a schema says with its parts: all of `allOf`; of `oneOf` and `anyOf` what any says, and required what all do. */
function flat(document, given, depth = 0) {
  const schema = resolve(document, given) ?? {};
  const { allOf = [], oneOf = [], anyOf = [], ...own } = schema;
  const flatten = (part) => flat(document, part, depth + 1);
  const merged = { ...own, types: typesOf(own), properties: { ...own.properties }, required: new Set(own.required) };
  if (depth > 20) return merged;
  for (const { types, properties, required, ...rest } of allOf.map(flatten)) {
    for (const [name, value] of Object.entries(rest)) merged[name] ??= value;
    for (const type of types) merged.types.add(type);
    Object.assign(merged.properties, properties);
    for (const name of required) merged.required.add(name);
  }
  const choices = [...oneOf, ...anyOf].map(flatten);
  const things = choices.filter(({ types }) => !(types.size === 1 && types.has('null')));
  for (const { types, properties } of choices) {
    for (const type of types) merged.types.add(type);
    for (const [name, value] of Object.entries(properties)) merged.properties[name] ??= value;
  }
  if (things.length === 1) for (const [name, value] of Object.entries(things[0])) merged[name] ??= value;
  for (const name of things[0]?.required ?? [])
    if (things.every(({ required }) => required.has(name))) merged.required.add(name);
  return merged;
}

function typesOf({ type, nullable, const: constant, enum: values }) {
  const types = new Set(type === undefined ? [] : [type].flat());
  if (nullable || (types.size > 0 && values?.includes(null))) types.add('null');
  if (types.size === 0 && typeof constant === 'string') types.add('string');
  return types;
}
