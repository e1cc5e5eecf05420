/** Base64url (RFC 4648 §5) as it is written in one way only: no padding, no blank, no other alphabet, no spare bits. */
const ALPHABET = /^[A-Za-z0-9_-]+$/;

/**
 * The bytes of a text that is exactly how we would write them; null for every other text. Every proof is read by it.
 *
 * @spec SPEC-013.41
 */
export function bytesOfBase64url(text: string): Buffer | null {
  if (!ALPHABET.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}
