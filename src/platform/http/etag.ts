/** What compressing proxies append to a tag, before its closing quote; nginx makes it weak instead. */
const MADE_BY_PROXIES = /(?:--?|;)(?:gzip|br|deflate|zstd)"$/;

/** Whether `If-None-Match` names this tag; the comparison is weak (RFC 9110 §13.1.2). */
export function matchesNone(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || tags(header).includes(etag);
}

/**
 * Whether `If-Match` names this version; the part of a tag after the version is not compared. A tag that a compressing
 * proxy has made weak or has changed still names its version, so it matches.
 */
export function matchesVersion(header: string, version: number): boolean {
  if (header.trim() === '*') return true;
  return tags(header).some((tag) => tag === `"${version}"` || (tag.startsWith(`"${version}.`) && tag.endsWith('"')));
}

/** The tags as the program sent them. */
function tags(header: string): string[] {
  return header.split(',').map((tag) => tag.trim().replace(/^W\//, '').replace(MADE_BY_PROXIES, '"'));
}
