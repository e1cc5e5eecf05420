import * as fc from 'fast-check';
import type { Operation } from './operations.js';
import type { Twist } from './twists.js';

/** What is read exactly or refused: targets, charsets, names, days, and whatever is presented as proof. */
export function exactTwistsFor(operation: Operation): Twist[] {
  const twists = [otherTarget, noTarget, alteredToken];
  if (operation.body && !operation.isMultipart) twists.push(wrongCharset, rightCharset);
  if (has(operation.body?.properties, NAMES)) twists.push(invisibleName, invisibleName);
  if (has(operation.body?.properties, PROOFS)) twists.push(alteredProof, alteredProof);
  if (has(operation.query, DAYS)) twists.push(impossibleDay, impossibleDay);
  return twists;
}

const NAMES = ['name', 'title', 'display_name'];
const PROOFS = ['refresh_token', 'token'];
const DAYS = ['since', 'until'];

function has(fields: object | undefined, names: string[]): boolean {
  return names.some((name) => name in (fields ?? {}));
}

function among(fields: object | undefined, names: string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...names.filter((name) => name in (fields ?? {})));
}

/** The same place, spelled otherwise: it must be judged as it always is. */
const otherTarget: Twist = () =>
  fc.constantFrom('encoded' as const, 'absolute' as const).map((target) => ({ target, twist: `${target} target` }));

const noTarget: Twist = () =>
  fc
    .constantFrom(
      'http://[',
      'http://',
      '//',
      '///',
      '/%',
      '/%c0%af',
      '/\\',
      '/..;/..',
      'tasks',
      '?',
      'http://a:b@[::1/',
      `/${'x'.repeat(8_000)}`,
      `http://x/${'%41'.repeat(2_000)}`,
      '/tasks/%2e%2e/%2e%2e/etc',
      '/%00',
    )
    .map((path) => ({ target: { path }, twist: `target ${path.slice(0, 30)}`, isWrong: true }));

/** A token that is good but for what stands around it. */
const alteredToken: Twist = ({ operation }) =>
  fc
    .constantFrom(
      ['', 'A'],
      ['', '='],
      ['', '=='],
      ['', '.'],
      ['', '.e30'],
      ['', '%00'],
      ['', ',x'],
      ['', '-_'],
      ['.', ''],
      ['"', '"'],
      ['A', ''],
      ['e30.', ''],
    )
    .map(([before, after]) => ({
      who: 'anonymous',
      around: { before: String(before), after: String(after) },
      twist: `token ${before}…${after}`,
      isWrong: operation.needs === 'token',
    }));

const alteredProof: Twist = ({ operation, body }) =>
  fc
    .tuple(among(operation.body?.properties, PROOFS), fc.constantFrom('A', '=', '.', '_', '\u200b'))
    .map(([name, after]) => ({
      body: { ...(body as object), ...grantOf(operation), [name]: { $pick: name, nth: 0, after } },
      twist: `${name} with ${JSON.stringify(after)} behind it`,
      isWrong: true,
    }));

function grantOf({ isForm }: Operation): object {
  return isForm ? { grant_type: 'refresh_token' } : {};
}

const DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

const wrongCharset: Twist = ({ operation }) =>
  fc
    .tuple(
      fc.constantFrom('utf-16', 'utf-16le', 'UTF-16BE', 'utf-32', 'utf-7', 'latin1', 'iso-8859-1', 'us-ascii', 'x'),
      fc.constantFrom('{}', '{"name":"é"}', DEEP),
      fc.constantFrom<BufferEncoding>('utf8', 'utf16le', 'latin1'),
    )
    .map(([charset, text, encoding]) => ({
      raw: Buffer.from(text, encoding).toString('base64'),
      headers: { 'content-type': `${typeOf(operation)}; charset=${charset}` },
      twist: `charset ${charset}`,
      isWrong: true,
    }));

const rightCharset: Twist = ({ operation }) =>
  fc.constantFrom('charset=utf-8', 'charset="UTF-8"', 'Charset=Utf-8').map((parameter) => ({
    headers: { 'content-type': `${typeOf(operation)}; ${parameter}` },
    twist: parameter,
  }));

function typeOf({ isForm }: Operation): string {
  return isForm ? 'application/x-www-form-urlencoded' : 'application/json';
}

const NOTHING_TO_SEE = [
  '\u200b',
  '\u200d\u2060',
  '\u202e\u200f',
  '\u0001\u001b',
  '\u00ad',
  '\u0301',
  '\u3164',
  '\u2800',
];

const invisibleName: Twist = ({ operation, body }) =>
  fc
    .tuple(
      among(operation.body?.properties, NAMES),
      fc.array(fc.constantFrom(...NOTHING_TO_SEE, ' ', '\t', '\u00a0', '\ufeff'), { minLength: 1, maxLength: 6 }),
    )
    .map(([name, parts]) => ({
      body: { ...(body as object), [name]: parts.join('') },
      twist: `invisible ${name}`,
      isWrong: true,
    }));

const impossibleDay: Twist = ({ operation, query }) =>
  fc
    .tuple(
      among(operation.query, DAYS),
      fc.constantFrom(
        '2026-02-30T00:00:00Z',
        '2025-02-29T12:00:00.000Z',
        '2026-04-31T00:00:00+02:00',
        '2026-13-01T00:00:00Z',
        '2026-00-10T00:00:00Z',
        '2026-01-32T00:00:00Z',
        '2026-01-01T24:00:01Z',
        '2026-01-01T23:60:00Z',
        '1900-02-29T00:00:00Z',
        '2026-02-30',
      ),
    )
    .map(([name, day]) => ({
      query: [...query.filter(([other]) => other !== name), [name, day]],
      twist: `${name} ${day}`,
      isWrong: true,
    }));
