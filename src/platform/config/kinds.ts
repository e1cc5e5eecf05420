import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostsOf, wantedSession } from '../addresses/database-address.js';
import { keptEmail } from '../addresses/email-address.js';

/** How a variable's text becomes a value. `undefined` is a refusal; so is a `Refused`, which says what it saw. */
export interface Kind<T> {
  expects: string;
  parse(raw: string): T | undefined;
}

/** A refusal that describes what was found without repeating it. */
export class Refused extends Error {}

export function text(expects: string, accepts: (value: string) => boolean): Kind<string> {
  return { expects, parse: (raw) => (accepts(raw) ? raw : undefined) };
}

export function whole(min: number, max: number): Kind<number> {
  const inRange = within(min, max);
  return {
    expects: `a whole number from ${min} to ${max}`,
    parse: (raw) => (/^\d{1,15}$/.test(raw) ? inRange(raw) : undefined),
  };
}

/** A number above zero, fractions included; zero only if `min` is zero. */
export function decimal(min: number, max: number): Kind<number> {
  const inRange = within(min, max);
  return {
    expects: `a number from ${min} to ${max}, fractions allowed`,
    parse: (raw) => (/^(\d{1,15}(\.\d{1,9})?|\.\d{1,9})$/.test(raw) ? inRange(raw) : undefined),
  };
}

export function oneOf<const T extends string>(...words: T[]): Kind<T> {
  return {
    expects: `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`,
    parse: (raw) => words.find((word) => word === raw),
  };
}

export const flag: Kind<boolean> = {
  expects: 'true or false',
  parse: (raw) => (raw === 'true' ? true : raw === 'false' ? false : undefined),
};

export const email: Kind<string> = text(
  'an e-mail address of at most 254 characters',
  (value) => keptEmail(value) !== null,
);

/**
 * The URL of a service, with a name and a password if it needs them. An `@` after the host and a fragment are refused:
 * they mean that an unescaped character of the password has ended the host, and the rest of the password would be shown
 * as the name of a database.
 *
 * @param schemes what may stand before `://`
 */
export function url(...schemes: string[]): Kind<string> {
  const expects = schemes.map((scheme) => `${scheme}://…`).join(' or ');
  return {
    expects: `${expects}, with / # ? @ % in a password written as %2F %23 %3F %40 %25`,
    parse: (raw) =>
      schemes.some((scheme) => raw.toLowerCase().startsWith(`${scheme}://`)) && isWhole(raw) ? raw : undefined,
  };
}

function isWhole(raw: string): boolean {
  if (/[#\s]/.test(raw) || !URL.canParse(raw)) return false;
  const { username, password, pathname, search } = new URL(raw);
  return !/@/.test(pathname + search) && [username, password, pathname].every(isDecodable);
}

const OTHER_SESSION =
  'another target_session_attrs than read-write or primary (the program needs the server that takes writes)';

/** Of a server, or of several of which one takes writes: `postgres://…@one:5432,two:5432/db`. */
export function databaseUrl(): Kind<string> {
  const one = url('postgres', 'postgresql');
  return {
    expects: one.expects,
    parse: (raw) => {
      const each = hostsOf(raw);
      if (each.some((address) => one.parse(address) === undefined)) return undefined;
      if (each.length > 1 && each.some((address) => !new URL(address).host)) return undefined;
      if (![null, 'read-write', 'primary'].includes(wantedSession(raw))) throw new Refused(OTHER_SESSION);
      return raw;
    },
  };
}

/** Percent-encoding that means something. */
export function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== null;
  } catch {
    return false;
  }
}

/** A web address to which a path is appended: no query, no fragment, no closing slash left. */
export const webBase: Kind<string> = {
  expects: 'http://… or https://…, without ? and #, a name or a password',
  parse: (raw) => {
    const parsed = URL.canParse(raw) ? new URL(raw) : undefined;
    if (!parsed || !/^https?:$/.test(parsed.protocol) || /[?#@]/.test(raw)) return undefined;
    return parsed.href.replace(/\/+$/, '');
  },
};

/** A comma-separated list. Blanks around an item are ignored; an empty item is an error. */
export function list(item: Kind<string>): Kind<string[]> {
  return {
    expects: `a comma-separated list: ${item.expects}`,
    parse: (raw) => {
      const items = raw.split(',').map((part) => item.parse(part.trim()));
      return items.includes(undefined) ? undefined : (items as string[]);
    },
  };
}

export const origin: Kind<string> = text(
  'exact origins such as https://app.example.com (no path, no closing slash)',
  (value) => value === '*' || (/^https?:\/\//.test(value) && URL.canParse(value) && new URL(value).origin === value),
);

/** A prefix of /0 is refused: trusting every address would let any client choose its own address. */
const network = text('', (value) => {
  const [address = '', prefix, ...rest] = value.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
});

/** Also /0: whoever wants to allow everything says so. */
export const cidr: Kind<string> = text('addresses or networks such as 10.20.0.0/16', (value) => {
  const [address = '', prefix, ...rest] = value.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || address.includes('%')) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
});

const hops = whole(0, 16);

export const proxies: Kind<number | string[]> = {
  expects: 'the number of proxies in front (0 to 16), or a list of their addresses or networks; never all',
  parse: (raw) => hops.parse(raw) ?? list(network).parse(raw),
};

/** The variable names a file; its content is the value. */
export function contentOf<T>(kind: Kind<T>): Kind<T> {
  return {
    expects: `a readable file holding ${kind.expects}`,
    parse: (raw) => kind.parse(read(raw)),
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'cannot be read' } = error as NodeJS.ErrnoException;
    throw new Refused(mayBePath(path) ? `${path}: ${code}` : 'something that is no path');
  }
}

/** If the key itself was given in place of its file, it must not appear in the log. */
function mayBePath(text: string): boolean {
  return text.length <= 300 && !/-----|\n/.test(text);
}

function within(min: number, max: number) {
  return (raw: string): number | undefined => {
    const value = Number(raw);
    return value >= min && value <= max ? value : undefined;
  };
}
