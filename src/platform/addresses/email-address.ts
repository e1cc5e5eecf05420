import { domainToASCII } from 'node:url';

/** The local part: no blanks, control characters or characters with a meaning in mail headers. */
const LOCAL = /^[^\s@\p{C}<>"(),:;[\]\\]{1,64}$/u;
/** The ASCII characters that a typed domain may have; UTS 46 checks the rest. */
const TYPED = /^[A-Za-z0-9_.\-\u0080-\u{10ffff}]+$/u;
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
/** RFC 5321; see the errata of RFC 3696. */
const LONGEST = 254;

interface EmailAddress {
  local: string;
  /** The local part as it was typed. */
  typedDomain: string;
  /** The domain in the form of DNS: ASCII, lower case (UTS 46). */
  domain: string;
}

/** Null if it is not an address. The domain is normalised with UTS 46, so that all its spellings are equal. */
function parse(text: string): EmailAddress | null {
  const at = text.indexOf('@');
  const [local, typedDomain] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || text.length > 2 * LONGEST || !LOCAL.test(local) || !TYPED.test(typedDomain)) return null;
  const domain = domainToASCII(typedDomain);
  const labels = domain.split('.');
  // A name that ends in a number is parsed as an IPv4 address and is not a domain.
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
