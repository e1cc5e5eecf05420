import { lookup, Resolver } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';

const TRY_MS = 2_000;
const TRIES = 2;

/** After these answers, the system may still know the name: from its hosts file, say. */
const UNKNOWN = new Set(['ENOTFOUND', 'ENODATA', 'ECONNREFUSED']);

/** What `localhost` is, and everything below it (RFC 6761). */
const LOOPBACK = '127.0.0.1';

/** Finds the addresses of a name. Tests put another one in its place. */
@Injectable()
export class NameResolver {
  /**
   * All addresses; none where there is no such name. Names of the internet are asked of the name servers, by which a
   * slow one holds up nobody else: what the system looks up occupies one of its few threads meanwhile.
   *
   * @throws Error where the name servers don't answer
   */
  async resolve(name: string): Promise<string[]> {
    const plain = name.replace(/\.$/, '');
    if (/(^|\.)localhost$/i.test(plain)) return [LOOPBACK];
    const found = plain.includes('.') ? await askServers(plain) : [];
    return found.length > 0 ? found : askSystem(plain);
  }
}

async function askServers(name: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  const failures = answers.flatMap((answer) => (answer.status === 'rejected' ? [codeOf(answer.reason)] : []));
  const unexpected = failures.find((code) => !UNKNOWN.has(code));
  if (found.length === 0 && unexpected !== undefined) throw new Error(unexpected);
  return found;
}

async function askSystem(name: string): Promise<string[]> {
  try {
    return (await lookup(name, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'EUNKNOWN';
}
