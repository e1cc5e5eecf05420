import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
/** RFC 4226 §4 wants 128 bits at least and recommends 160. */
const SECRET_BYTES = 20;
const ISSUER = 'fasttrack';

/** Without letters that look like digits: people type them. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODES = 10;
const CODE_LENGTH = 10;
const BACKUP_CODE = /^[2-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{10}$/;

/** A fresh secret in base32, as authenticator apps take it. */
export function newSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The key URI that the QR code holds. */
export function otpauthUri(secret: string, label: string): string {
  return totp(secret, label).toString();
}

/**
 * The RFC 6238 step that a code is for, among the current one and its neighbours, or null where it is for none.
 *
 * @param now milliseconds since 1970
 */
export function stepOf(secret: string, code: string, now: number): number | null {
  const current = Math.floor(now / 1000 / PERIOD_SECONDS);
  const generator = totp(secret, '');
  const typed = Buffer.from(withoutGaps(code));
  const step = [current, current - 1, current + 1].find((one) => {
    const expected = Buffer.from(generator.generate({ timestamp: one * PERIOD_SECONDS * 1000 }));
    return expected.length === typed.length && timingSafeEqual(expected, typed);
  });
  return step ?? null;
}

/** Steps before this one can't come again. */
export function oldestStep(now: number): number {
  return Math.floor(now / 1000 / PERIOD_SECONDS) - 1;
}

/** Ten codes such as `7KQ2M-X94TD`, of 49 bits each. */
export function newBackupCodes(): string[] {
  const codes = new Set<string>();
  while (codes.size < CODES) codes.add(newBackupCode());
  return [...codes];
}

/** However it was typed: in lower case, without the hyphen, with blanks. Null for what is no such code. */
export function plainBackupCode(typed: string): string | null {
  const plain = withoutGaps(typed);
  return BACKUP_CODE.test(plain) ? plain.toUpperCase() : null;
}

/**
 * People read codes in groups, and phones write dashes of their own.
 *
 * @spec SPEC-013.35
 */
function withoutGaps(typed: string): string {
  return typed.replace(/[\s\p{Pd}]/gu, '');
}

function newBackupCode(): string {
  let code = '';
  while (code.length < CODE_LENGTH) {
    const [byte = 255] = randomBytes(1);
    // Higher bytes would make some letters likelier than others.
    if (byte < 8 * ALPHABET.length) code += ALPHABET[byte % ALPHABET.length];
  }
  return `${code.slice(0, CODE_LENGTH / 2)}-${code.slice(CODE_LENGTH / 2)}`;
}

function totp(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label,
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
  });
}
