/** An id that nobody else has. `crypto.randomUUID` isn't there on pages that came by plain http from another machine. */
export function newId(): string {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
