import { randomInt } from 'node:crypto';

const MAX_LENGTH = 10;
const FALLBACK = 'PROJECT';

/** Words of the API's paths: a page of a project may stand where they do. */
export const RESERVED_KEYS: readonly string[] = (
  'ACCEPT ACCESS ACTIVITY ADMIN API APP ARTICLES ASSETS AUDIT AUTH BULK CALENDAR CALLBACK CHANGES COMMENTS CONFIRM ' +
  'CONTENT DELIVERIES DOCS EMAIL EVENTS EXCHANGE EXPLAIN EXPORT FILES FORGOT HEALTH HISTORY IDENTITIES IMPORT ' +
  'INSPECT INTERNAL LABELS LIVE LOGIN LOGOUT ME MEMBERS METRICS MOVE NEW NONE OIDC OPTIONS PASSKEY PASSKEYS ' +
  'PASSWORD PEOPLE PING PROJECTS PROVIDERS READ READY REDELIVER REDOC REFRESH REGISTER RELATIONS REMINDERS REPLAY ' +
  'RESEND RESET RESTORE REVERT ROLES SEARCH SECRET SESSIONS SETTINGS START STATS TASKS TOKEN TOKENS TOTP TRASH ' +
  'USERS WATCH WATCHERS WEBHOOKS WS'
).split(' ');

/**
 * Keys for a project of this name, best first: the initials of its words, or its one word, then the same with a number.
 * The last ones have random numbers, so that two who look for a key at the same time don't meet again.
 */
export function keysFor(name: string): { plain: string[]; random: string[] } {
  const base = baseOf(name);
  const numbers = Array.from({ length: 98 }, (_, index) => index + 2);
  const plain = [base, ...numbers.map((number) => numbered(base, number))];
  const random = [10_000, 1_000_000, 100_000_000].map((max) => numbered(base, randomInt(100, max)));
  return { plain: plain.filter((key) => !RESERVED_KEYS.includes(key)), random };
}

/** Words that begin with a digit, and letters without a Latin base, don't count. */
function baseOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/[\p{M}'’]/gu, '');
  const words = plain.toUpperCase().split(/[^A-Z0-9]+/);
  const spoken = words.filter((word) => /^[A-Z]/.test(word));
  const made = spoken.length > 1 ? spoken.map(([initial]) => initial).join('') : (spoken[0] ?? '');
  return made.length > 1 ? made.slice(0, MAX_LENGTH) : FALLBACK;
}

function numbered(base: string, number: number): string {
  return base.slice(0, MAX_LENGTH - String(number).length) + number;
}
