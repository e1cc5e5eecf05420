import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const START = 'ft_';
const RANDOM_LENGTH = 36;
const CHECK_LENGTH = 6;
/** How much of a token is kept and shown, so that its owner can tell it from others. */
const PREFIX_LENGTH = START.length + 6;

const FORM = new RegExp(`^${START}[0-9A-Za-z]{${RANDOM_LENGTH + CHECK_LENGTH}}$`);

/** A new token: `ft_`, 36 random characters, and their checksum. */
export function newApiToken(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return START + random + checksumOf(random);
}

/** Whether it has the form of an API token and the right checksum: a typing error has not. */
export function isApiToken(token: string): boolean {
  if (!FORM.test(token)) return false;
  const checked = token.slice(START.length, -CHECK_LENGTH);
  return token.endsWith(checksumOf(checked));
}

/** What is kept of a token. It is random enough that no salt is needed, and no slow hash. */
export function hashOfApiToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function prefixOfApiToken(token: string): string {
  return token.slice(0, PREFIX_LENGTH);
}

/** The CRC-32 in the alphabet of the token, zero-padded. */
function checksumOf(text: string): string {
  let digits = '';
  for (let rest = crc32(text); rest > 0; rest = Math.floor(rest / ALPHABET.length)) {
    digits = (ALPHABET[rest % ALPHABET.length] ?? '') + digits;
  }
  return digits.padStart(CHECK_LENGTH, '0');
}
