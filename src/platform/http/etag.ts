/** Whether `If-None-Match` names this tag; the comparison is weak (RFC 9110 §13.1.2). */
export function matchesNone(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || tags(header).some((tag) => tag.replace(/^W\//, '') === etag);
}

/** Whether `If-Match` names this version: strong tags only; what follows the version in a tag is not compared. */
export function matchesVersion(header: string, version: number): boolean {
  if (header.trim() === '*') return true;
  return tags(header).some((tag) => new RegExp(`^"${version}(\\.[^"]*)?"$`).test(tag));
}

function tags(header: string): string[] {
  return header.split(',').map((tag) => tag.trim());
}
