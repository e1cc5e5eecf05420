import { randomBytes } from 'node:crypto';
import { Secret } from 'otpauth';

/** Of a long secret its beginning is enough: what was cut off is no less a leak. */
const TELLING = 24;

type Found = { secret: string; near: string };

/** Secrets that sing wherever they come to light, however they are spelled there. */
export class Canaries {
  private readonly kept = new Map<string, string[]>();

  get names(): string[] {
    return [...this.kept.keys()];
  }

  /** A new secret: unlike any other, also at its beginning. */
  make(name: string): string {
    return this.keep(name, `${randomBytes(9).toString('hex')} ✓ ${name}`);
  }

  /** One that the program, or somebody else, has made. */
  keep(name: string, secret: string): string {
    if (secret.length < 8) throw new Error(`${name} is "${secret}", which can be anywhere.`);
    this.kept.set(name, spellings(secret));
    return secret;
  }

  /** The secrets whose names do not begin with one of these. */
  without(...prefixes: string[]): Canaries {
    const others = new Canaries();
    for (const [name, spelled] of this.kept)
      if (!prefixes.some((prefix) => name.startsWith(prefix))) others.kept.set(name, spelled);
    return others;
  }

  foundIn(text: string): Found[] {
    const lowered = text.toLowerCase();
    return [...this.kept].flatMap(([secret, spelled]) => {
      const at = spelled.map((one) => lowered.indexOf(one)).find((index) => index >= 0);
      return at === undefined ? [] : [{ secret, near: text.slice(Math.max(0, at - 80), at + 40) }];
    });
  }
}

/** As it is, as in URLs, forms and JSON, and as bytes in hex or base64; of what is itself encoded bytes, those too. */
function spellings(secret: string): string[] {
  const bytes = [Buffer.from(secret), ...decoded(secret)];
  const texts = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll(/[- ]/g, ''),
    ...bytes.map((one) => one.toString('hex')),
    ...bytes.map((one) => one.toString('base64').replace(/=+$/, '')),
    ...bytes.map((one) => one.toString('base64url')),
  ];
  return [...new Set(texts.map((text) => text.slice(0, TELLING).toLowerCase()))];
}

function decoded(secret: string): Buffer[] {
  if (/^[A-Z2-7]{32}$/.test(secret)) return [Buffer.from(Secret.fromBase32(secret).buffer)];
  return /^[\w-]{43}$/.test(secret) ? [Buffer.from(secret, 'base64url')] : [];
}
