import * as fc from 'fast-check';
import type { Case } from './cases.js';
import { exactTwistsFor } from './exact-twists.js';
import type { Operation } from './operations.js';
import { neverGood, odd, pick } from './values.js';

/** Makes one thing about a case wrong, or odd. */
export type Twist = (base: Case) => fc.Arbitrary<Partial<Case>>;

export function twistsFor(operation: Operation): Twist[] {
  const twists = [oddHeaders, oddHeaders, unknownParameter, otherMethod, badToken, ...exactTwistsFor(operation)];
  if (operation.path.includes('{id}')) twists.push(noId, noId);
  if (operation.isList) twists.push(badLimit, badCursor, badCursor);
  if (operation.isMultipart) twists.push(noField, unknownField, noJson, wrongType, oversized);
  else if (operation.body)
    twists.push(wrongField, wrongField, oddField, noField, unknownField, noJson, wrongType, oversized, otherBody);
  else if (operation.method !== 'GET') twists.push(needlessBody);
  return twists;
}

const oddHeaders: Twist = () => {
  const values = fc.constantFrom(
    '',
    '*',
    '"1"',
    '"0"',
    'W/"1"',
    'W/"0"',
    'w/"1"',
    '"1-gzip"',
    'W/"1", "2"',
    '"99999999999999999999"',
    '"a","b"',
    'é',
    'x'.repeat(300),
    ' , ',
    '1',
    "\t'",
  );
  const names = fc.constantFrom(
    'if-match',
    'if-none-match',
    'idempotency-key',
    'x-request-id',
    'accept-language',
    'range',
    'x-forwarded-for',
    'x-http-method-override',
    'cookie',
    'origin',
    'x-api-key',
  );
  const accept = fc.constantFrom(
    'text/html',
    'application/problem+json',
    '*/*;q=0',
    'application/json;q=nonsense',
    ',',
    'image/*',
    '',
  );
  const one = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(names, values) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('accept'), accept) },
  );
  return one.map(([name, value]) => ({ headers: { [name]: value }, twist: `${name}: ${value.slice(0, 30)}` }));
};

const badToken: Twist = () =>
  fc
    .constantFrom(
      'Bearer',
      'Bearer x',
      'Bearer a.b.c',
      'Basic YTpi',
      'bearer  ',
      'Bearer eyJhbGciOiJub25lIn0.e30.',
      `Bearer ${'x'.repeat(5000)}`,
    )
    .map((authorization) => ({
      who: 'anonymous',
      headers: { authorization },
      twist: `token ${authorization.slice(0, 20)}`,
    }));

const unknownParameter: Twist = ({ query, operation }) =>
  fc
    .constantFrom('nope', '__proto__', 'constructor', 'limit[]', 'id')
    .filter((name) => !(name in operation.query))
    .map((name) => ({
      query: [...query, [name, '1']],
      twist: `unknown parameter ${name}`,
      isWrong: true,
    }));

const otherMethod: Twist = () =>
  fc.constantFrom('PUT', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND').map((method) => ({ method, twist: method }));

const noId: Twist = () =>
  fc
    .constantFrom(
      '0',
      '-1',
      'abc',
      '1e3',
      '0x10',
      '1.0',
      '%00',
      '%ff',
      '%20',
      '..%2f..',
      '01',
      '9007199254740993',
      '99999999999999999999',
      '%F0%9F%98%80',
      '1;2',
      "'",
    )
    .map((id) => ({ id, twist: `id ${id}`, isWrong: true }));

const badLimit: Twist = ({ query }) =>
  fc.constantFrom('0', '101', '-1', 'abc', '1.5', '', '1e2', '99999999999999999999', '\0').map((limit) => ({
    query: [...query.filter(([name]) => name !== 'limit'), ['limit', limit]],
    twist: `limit ${limit}`,
    isWrong: true,
  }));

/** Cursors that were altered, made up, or belong to another list. */
const badCursor: Twist = ({ query }) =>
  fc
    .oneof(
      fc.constantFrom('x', 'AAAA', '%', '1', 'a'.repeat(9_000), '\0'),
      pick('foreign cursor'),
      pick('altered cursor'),
    )
    .map((cursor) => ({
      query: [...query, ['cursor', cursor]],
      twist: 'bad cursor',
      isWrong: true,
    }));

const fieldOf = (operation: Operation) => fc.constantFrom(...Object.keys(operation.body?.properties ?? { none: {} }));

const wrongField: Twist = ({ operation, body }) =>
  fc.tuple(fieldOf(operation), neverGood).map(([name, value]) => ({
    body: { ...(body as object), [name]: value },
    twist: `${name} is ${JSON.stringify(value).slice(0, 40)}`,
    isWrong: !isAllowed(operation, name, value),
  }));

/** Sentences of a form are strings, and long texts may hold much. */
function isAllowed({ isForm }: Operation, name: string, value: unknown): boolean {
  return isForm || (typeof value === 'string' && /password|token|code/.test(name));
}

const oddField: Twist = ({ operation, body }) =>
  fc
    .tuple(fieldOf(operation), odd)
    .map(([name, value]) => ({ body: { ...(body as object), [name]: value }, twist: `odd ${name}` }));

const noField: Twist = ({ operation, body }) =>
  fc.constantFrom(...(operation.body?.required ?? ['none'])).map((name) => ({
    body: Object.fromEntries(Object.entries(body as object).filter(([key]) => key !== name)),
    twist: `without ${name}`,
    isWrong: (operation.body?.required?.length ?? 0) > 0,
  }));

const unknownField: Twist = ({ operation }) =>
  fc
    .constantFrom(
      'id',
      'owner',
      'is_protected',
      'version',
      'author_id',
      '__proto__',
      'constructor',
      'toString',
      'ünïcödé\0',
    )
    .map((name) => ({
      unknownField: name,
      twist: `unknown field ${name}`,
      isWrong: !operation.isForm,
    }));

const noJson: Twist = ({ operation }) =>
  fc
    .oneof(
      fc
        .constantFrom(
          '{',
          '{"a":',
          '[1,]',
          "{'a':1}",
          '\0',
          '{"a":1}}',
          '[[[[',
          '['.repeat(40_000),
          '{"a":'.repeat(5_000),
        )
        .map((text) => base64(text)),
      fc
        .uint8Array({ minLength: 1, maxLength: 40 })
        .map((bytes) => Buffer.concat([Buffer.from('{'), bytes, Buffer.from([0xff])]).toString('base64')),
    )
    .map((raw) => ({ raw, twist: 'no JSON', isWrong: !operation.isForm }));

const wrongType: Twist = () =>
  fc
    .constantFrom(
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/json; charset=utf-16',
      'nonsense',
      'application/jsonx',
      'application/x-ndjson',
    )
    .map((type) => ({ headers: { 'content-type': type }, twist: `content type ${type}`, isWrong: true }));

const oversized: Twist = ({ operation }) =>
  fc.constantFrom(262_145, 400_000).map((size) => ({
    raw: base64(operation.isForm ? `a=${'x'.repeat(size)}` : `{"title":"${'x'.repeat(size)}"}`),
    twist: `${size} bytes`,
    isWrong: true,
  }));

const otherBody: Twist = ({ operation }) =>
  fc.constantFrom<unknown>(null, [], [{}], 'text', 5, true, [[]]).map((body) => ({
    raw: base64(JSON.stringify(body)),
    twist: `body ${JSON.stringify(body)}`,
    isWrong: !operation.isForm,
  }));

const needlessBody: Twist = () =>
  odd.map((body) => ({
    raw: base64(JSON.stringify(body)),
    headers: { 'content-type': 'application/json' },
    twist: 'needless body',
  }));

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
