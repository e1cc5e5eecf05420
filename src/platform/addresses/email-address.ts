import { domainToASCII } from 'node:url';

/** The local part: no blanks, no control characters, none of what a mail header gives a meaning. */
const LOCAL = /^[^\s@\p{C}<>"(),:;[\]\\]{1,64}$/u;
/** Of what is ASCII in a domain as it is typed; the rest is for UTS 46 to judge. */
const TYPED = /^[A-Za-z0-9_.\-\u0080-\u{10ffff}]+$/u;
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
/** RFC 5321, by way of RFC 3696's errata. */
const LONGEST = 254;

interface EmailAddress {
  local: string;
  /** As it was typed. */
  typedDomain: string;
  /** As DNS knows it: ASCII, lower case (UTS 46). */
  domain: string;
}

/** Null for what is no address; UTS 46 has read the domain, so that every spelling of one is the same. */
function parse(text: string): EmailAddress | null {
  const at = text.indexOf('@');
  const [local, typedDomain] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || text.length > 2 * LONGEST || !LOCAL.test(local) || !TYPED.test(typedDomain)) return null;
  const domain = domainToASCII(typedDomain);
  const labels = domain.split('.');
  // What ends in a number is read as an IPv4 address, and is no domain.
  if (domain.length > 253 || !labels.every((label) => LABEL.test(label)) || /^\d+$/.test(labels.at(-1) ?? ''))
    return null;
  return { local, typedDomain, domain };
}

/**
 * An address as it is kept: as it was typed, and a domain with letters beyond ASCII in its ASCII form, which every mail
 * server takes and which shows a look-alike for what it is. Null for what is no address of at most 254 characters.
 */
export function keptEmail(text: string): string | null {
  const address = parse(text);
  if (!address) return null;
  const { local, typedDomain, domain } = address;
  const kept = `${local}@${/^[\x21-\x7e]+$/.test(typedDomain) ? typedDomain : domain}`;
  return [...kept].length <= LONGEST ? kept : null;
}

/**
 * By which addresses are compared: without case, however their letters are composed, the domain as DNS knows it.
 *
 * @spec SPEC-013.39, SPEC-013.40
 */
export function emailKey(text: string): string {
  const address = parse(text);
  const plain = (part: string) => part.normalize('NFC').toLowerCase();
  return address ? `${plain(address.local)}@${address.domain}` : plain(text);
}
