import * as fc from 'fast-check';
import { FRONT, PAGE } from '../support/browser.js';
import type { Schema } from './operations.js';

/** A value that is looked up in the world when the case is played: rows are made and deleted as the run goes on. */
export interface Pick {
  $pick: string;
  nth: number;
  /** Stands behind what was picked. */
  after?: string;
}

const nth = fc.nat({ max: 50 });
export const pick = (kind: string): fc.Arbitrary<Pick> => fc.record({ $pick: fc.constant(kind), nth });

/** What the names of fields mean, where a schema alone would almost never be met. */
const BY_NAME: Record<string, fc.Arbitrary<unknown>> = {
  current_password: fc.oneof(
    { weight: 2, arbitrary: pick('password') },
    { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 20 }) },
  ),
  password: fc.oneof(
    { weight: 2, arbitrary: pick('password') },
    { weight: 1, arbitrary: fc.string({ minLength: 8, maxLength: 20 }) },
  ),
  email: fc.oneof(
    pick('email'),
    fc.constantFrom(
      'Ann@M\u00dcNCHEN.example',
      'ann@xn--mnchen-3ya.example',
      'ann@\uff45xample.com',
      'ann@a..b',
      'ann@\u200b',
    ),
    fc.stringMatching(/^[a-z0-9]{3,12}$/).map((name) => `${name}@example.com`),
  ),
  username: pick('email'),
  refresh_token: fc.oneof(pick('refresh_token'), fc.string({ minLength: 1, maxLength: 60 })),
  invitation_token: fc.oneof(pick('invitation token'), fc.string({ minLength: 1, maxLength: 60 })),
  token: fc.oneof(pick('link token'), pick('invitation token'), fc.string({ minLength: 1, maxLength: 60 })),
  totp_code: fc.stringMatching(/^[0-9]{3}[ -]?[0-9]{3}$/),
  backup_code: fc.stringMatching(/^[a-z0-9]{5}[ -]?[a-z0-9]{5}$/),
  new_owner_id: pick('user'),
  return_to: fc.constantFrom(
    PAGE,
    'https://evil.example/',
    '//evil.example',
    'javascript:alert(1)',
    `${FRONT}.evil.example/`,
  ),
  state: fc.stringMatching(/^[\w-]{43}$/),
  grant_type: fc.constantFrom('password', 'refresh_token', 'client_credentials'),
  assignee_id: fc.oneof(pick('user'), fc.constant(null)),
  owner_id: pick('user'),
  project_id: pick('project'),
  query: fc.oneof(
    fc.constantFrom('water', 'Wat bed', 'garden-1', 'ÉTÉ', "don't", '日本', '"a" & !b:*', '🚀', '%_\\'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  ),
  key: fc.stringMatching(/^[A-Z][A-Z0-9]{7,9}$/),
  user_id: pick('user'),
  task_id: pick('task'),
  ids: fc.array(pick('task'), { minLength: 1, maxLength: 4 }),
  before_id: pick('task'),
  after_id: pick('task'),
  parent_id: fc.oneof(pick('task'), fc.constant(null)),
  mention_ids: fc.array(pick('user'), { maxLength: 2 }),
  muted_project_ids: fc.array(pick('project'), { maxLength: 2 }),
  event_id: pick('event'),
  delivery_id: pick('delivery'),
  label_id: pick('label'),
  color: fc.stringMatching(/^#[0-9a-f]{6}$/),
  time_zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Kiritimati'),
  roles: fc.uniqueArray(fc.constantFrom('user', 'viewer', 'editor'), { maxLength: 3 }),
  role: fc.constantFrom('user', 'admin', 'viewer', 'nobody'),
};

const people = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });

/** Something that the schema allows. */
export function good(schema: Schema, name = ''): fc.Arbitrary<unknown> {
  const known = BY_NAME[name];
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (known && !schema.properties) return known;
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map((option) => good(option)));
  const types = [schema.type ?? 'object'].flat();
  return fc.oneof(...types.map((type) => ofType(type, schema)));
}

function ofType(type: string, schema: Schema): fc.Arbitrary<unknown> {
  const { minimum = -1000, maximum = 1000 } = schema;
  if (type === 'null') return fc.constant(null);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number') return fc.integer({ min: minimum, max: Math.min(maximum, 2 ** 53 - 1) });
  if (type === 'array')
    return fc.uniqueArray(good(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 5 });
  if (type === 'string') return text(schema);
  return objectOf(schema);
}

function text({ format, pattern, minLength = 0, maxLength = 200 }: Schema): fc.Arbitrary<unknown> {
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  // It leads nowhere: nothing is sent to anybody.
  if (format === 'uri') return fc.constant('https://receiver.invalid/');
  if (format === 'date-time')
    return fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString());
  const longest = fc.constantFrom('x', '\u{1F600}', 'é').map((letter) => letter.repeat(Math.min(maxLength, 20_000)));
  return fc.oneof(
    { weight: 8, arbitrary: people.map((word) => word.padEnd(minLength, 'x')) },
    { weight: 1, arbitrary: longest },
  );
}

function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(properties).map(([name, schema]) => [name, good(schema, name)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: required, noNullPrototype: true });
}

/** What no field of ours allows, whatever its type. */
export const neverGood = fc.constantFrom<unknown>(
  { a: { b: [{}] } },
  [[[]]],
  [null],
  1.5,
  -1,
  9007199254740993,
  1e308,
  'a\0b',
  '\ud800',
  'x\udc00y',
  'x'.repeat(20_001),
  { $pick: 'user', nth: 0, extra: true },
);

/** Strange, but not always wrong. */
export const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    1,
    2 ** 31,
    2 ** 53,
    '',
    ' ',
    '\u202e',
    '0',
    'null',
    "'; --",
    '{}',
  ),
  fc.jsonValue({ maxDepth: 4 }),
);
