import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedServerError } from './server-error.js';

/** The account that the server runs as, where it is not the one that runs the program. */
export interface ServerUser {
  uid: number;
  gid: number;
}

const CANDIDATES = ['postgres', '_postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root, so root lends it an unprivileged account: the owner of data that are already
 * there, otherwise the first of the usual ones. Everybody else runs it themselves.
 */
export function serverUser(existingData: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(existingData, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const found = CANDIDATES.map(account).find((user) => user !== undefined);
  if (found) return found;
  throw new EmbeddedServerError(
    `PostgreSQL does not run as root, and there is none of the users ${CANDIDATES.join(', ')} to run it as. ` +
      'Start the program as an ordinary user.',
  );
}

/** Whether every folder on the way to `path`, and `path` itself, lets this user pass. */
export function canReach({ uid, gid }: ServerUser, path: string): boolean {
  const passes = (folder: string): boolean => {
    const { mode, uid: owner, gid: group } = statSync(folder);
    const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    return (mode & bit) !== 0 && (dirname(folder) === folder || passes(dirname(folder)));
  };
  return passes(realpathSync(path));
}

function account(name: string): ServerUser | undefined {
  const line = passwd().find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':').map(Number) ?? [];
  return uid && gid ? { uid: uid >>> 0, gid: gid >>> 0 } : undefined;
}

function passwd(): string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n');
  } catch {
    return [];
  }
}
