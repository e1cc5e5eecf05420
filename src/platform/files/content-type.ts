/** As many bytes as the recognition of types looks at. */
export const HEAD_BYTES = 4_100;

const UNKNOWN = 'application/octet-stream';
/** C0 controls that text does not have: all but tab, line feed, form feed and carriage return. */
const NO_TEXT = /[\0-\x08\x0b\x0e-\x1f\x7f]/;

/**
 * What a file is by its first bytes; what the client says is never believed. What has no signature, and begins as UTF-8
 * without control characters, is text: HTML, SVG and scripts are text, too, and nothing that a browser would run.
 */
export async function contentTypeOf(head: Buffer): Promise<string> {
  const { fileTypeFromBuffer } = await import('file-type/core');
  const known = await fileTypeFromBuffer(head).catch(() => undefined);
  if (known) return known.mime;
  return isText(head) ? 'text/plain' : UNKNOWN;
}

function isText(head: Buffer): boolean {
  if (head.length === 0) return false;
  try {
    // A character that the end of the head cuts is no fault.
    return !NO_TEXT.test(new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true }));
  } catch {
    return false;
  }
}
