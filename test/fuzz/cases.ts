import * as fc from 'fast-check';
import type { Operation } from './operations.js';
import { twistsFor } from './twists.js';
import { good, pick } from './values.js';

export type Who = 'anonymous' | 'ordinary' | 'administrator';

/** A request before ids, passwords and cursors of the world are put in. */
export interface Case {
  operation: Operation;
  who: Who;
  method: string;
  id: unknown;
  query: [string, unknown][];
  body: unknown;
  /** Goes out as it is, in place of `body`; base64. */
  raw: string | null;
  /** A field more than there should be, by a name that an object literal could not hold. */
  unknownField: string | null;
  headers: Record<string, unknown>;
  /** The path as it is, spelled otherwise, or something else in its place. */
  target: 'plain' | 'encoded' | 'absolute' | { path: string };
  /** What stands around a token that would be good. */
  around: { before: string; after: string } | null;
  /** What was made strange, in words. */
  twist: string;
  /** Whether nothing but a refusal can be right. */
  isWrong: boolean;
}

const KINDS: [RegExp, string][] = [
  [/^\/labels/, 'label'],
  [/^\/projects/, 'project'],
  [/^\/tasks/, 'task'],
  [/^\/comments/, 'comment'],
  [/^\/files/, 'file'],
  [/^\/webhooks/, 'webhook'],
  [/^\/articles/, 'article'],
  [/^\/roles/, 'role'],
  [/^\/notifications/, 'notification'],
  [/^\/reminders/, 'reminder'],
  [/^\/users\/me\/sessions/, 'session'],
  [/^\/users\/me\/tokens/, 'token'],
  [/^\/users\/me\/passkeys/, 'passkey'],
  [/^\/users\/me\/identities/, 'identity'],
  [/^\/service-accounts/, 'service account'],
  [/^\/users/, 'user'],
];

export const kindOf = ({ path }: Operation): string => KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? 'nothing';

/** Three in five meet the description, the others have one thing wrong or odd. */
export function casesOf(operation: Operation): fc.Arbitrary<Case> {
  const plain = base(operation);
  const twisted = plain.chain((given) =>
    fc.constantFrom(...twistsFor(operation)).chain((twist) => twist(given).map((change) => ({ ...given, ...change }))),
  );
  return fc.oneof({ weight: 2, arbitrary: plain }, { weight: 3, arbitrary: twisted });
}

function base(operation: Operation): fc.Arbitrary<Case> {
  const query = fc.record(
    Object.fromEntries(
      Object.entries(operation.query)
        .filter(([name]) => name !== 'cursor')
        .map(([name, schema]) => [name, good(schema, name)]),
    ),
    { requiredKeys: [] },
  );
  const who = fc.oneof(
    { weight: 1, arbitrary: fc.constant<Who>('anonymous') },
    { weight: 3, arbitrary: fc.constant<Who>('ordinary') },
    { weight: 3, arbitrary: fc.constant<Who>('administrator') },
  );
  return fc.record({
    operation: fc.constant(operation),
    who,
    method: fc.constant(operation.method),
    id: pick(kindOf(operation)),
    query: query.map((values) => Object.entries(values)),
    body: operation.body ? good(operation.body) : fc.constant(undefined),
    raw: fc.constant(null),
    unknownField: fc.constant(null),
    headers: fc.constant({}),
    target: fc.constant('plain' as const),
    around: fc.constant(null),
    twist: fc.constant('none'),
    isWrong: fc.constant(false),
  });
}
