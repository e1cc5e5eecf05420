import { accepts } from '../../src/platform/http/media-range.js';
import { matchesNone, matchesVersion } from '../../src/platform/http/etag.js';
import { clientNetwork } from '../../src/platform/request/client-network.js';
import { maskText } from '../../src/platform/logging/mask.js';
import { LogLines } from '../support/log-lines.js';

const SHORT = 4_000;
const TIMES = 8;
/** Twice and a half what it should be, and a third of what the square of it would be. */
const MOST_TIMES = 20;
const ROUNDS = 15;

const { log } = new LogLines();
const mask = (text: string) => maskText(`@=$${text}`);

/** Something that reads what strangers send, and the piece of which many are the worst for it. */
const READERS: [string, (text: string) => unknown, string][] = [
  ['addresses with a password', mask, `${'a'.repeat(20)}://:`],
  ['addresses without an end', mask, 'a://a:'],
  ['addresses of many users', mask, 'a://@'],
  ['names of fields', mask, 'aaaa'],
  ['names of fields with dashes', mask, 'a-'],
  ['fields within fields', mask, 'abc='],
  ['secrets within secrets', mask, 'pin=pin='],
  ['quoted names', mask, `"${'a'.repeat(40)}`],
  ['quoted names of secrets', mask, '"password'],
  ['quoted values that do not end', mask, '"pin":"\\\\'],
  ['lists that do not end', mask, '"pin":['],
  ['schemes', mask, 'bearer '],
  ['blanks after a scheme', mask, '          '],
  ['tokens without a second part', mask, '-eyJaaaaaa'],
  ['tokens in many parts', mask, 'eyJaaaaaa.'],
  ['hashes', mask, '$2b$'],
  ['keys', mask, '-----BEGIN PRIVATE KEY----'],
  ['keys with long kinds', mask, '-----BEGIN A A A A A A A'],
  ['ends of keys', mask, '-----BEGIN PRIVATE KEY----------END A'],
  ['parameters of OpenID Connect', mask, '&code='],
  ['API tokens', mask, 'ft_'],
  ['addresses of calendars', mask, '/calendar/'],
  ['lines of blanks in the log', (text) => log.verbose('x', text), '\n\t'],
  ['tags to match', (text) => matchesVersion(text, 1), '"1.'],
  ['tags that a proxy made', (text) => matchesVersion(text, 1), '--gzip"'],
  ['lists of weak tags', (text) => matchesNone(text, '"1"'), 'W/"2",'],
  ['media ranges', (text) => accepts(text, 'text/html'), 'a/b;q=1;'],
  ['lists of media ranges', (text) => accepts(text, 'text/html'), '*/*;q=0,'],
  ['addresses of networks', clientNetwork, '1.'],
  ['bracketed addresses', clientNetwork, '[:'],
];

/** In milliseconds of this process alone, however busy the machine is: the quickest of many. */
function quickest(work: () => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

it.each(READERS)('SPEC-007.34: %s take time in proportion to their length', (_what, read, piece) => {
  const text = piece.repeat(Math.ceil(SHORT / piece.length));
  read(text.repeat(TIMES));
  const short = quickest(() => read(text));
  const long = quickest(() => read(text.repeat(TIMES)));
  // Below the resolution of the clock there is nothing to compare.
  expect(long / Math.max(short, 0.02)).toBeLessThan(MOST_TIMES);
});

it('SPEC-007.34: a text that is far too long is cut first, and masked then', () => {
  const lines = new LogLines();
  lines.log.info(`/?pin=${'1'.repeat(9_990)} behind`);
  lines.log.info(`/?pin=${'1'.repeat(10_000)} behind`);
  const messages = lines.lines.map((line) => (JSON.parse(line) as { message: string }).message);
  expect(messages).toEqual(['/?pin=*** beh', '/?pin=***']);
});
