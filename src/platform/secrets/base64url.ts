/** Base64url (RFC 4648 §5) as it is written in one way only: no padding, no blank, no other alphabet, no spare bits. */
const ALPHABET = /^[A-Za-z0-9_-]+$/;

/**
 * Decodes a text in canonical base64url; null for every other text. All tokens are decoded with it.
 *
 * @spec SPEC-013.41
 */
export function bytesOfBase64url(text: string): Buffer | null {
  if (!ALPHABET.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}
