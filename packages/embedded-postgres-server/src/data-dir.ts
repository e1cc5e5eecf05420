import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { canReach, serverUser } from './server-user.js';
import { EmbeddedServerError } from './server-error.js';

/** The server's own folder inside the data directory. */
export function serverHome(dataDir: string): string {
  return join(dataDir, 'postgres');
}

/**
 * Where the data are kept: `preferred`, unless root runs the program in a place that no unprivileged account can reach;
 * then in a folder of `shelter` named after the folder that `preferred` is in, so that two checkouts stay apart. Data
 * that are already in one of the two are found again.
 */
export function chooseDataDir(preferred: string, shelter: string): string {
  const user = serverUser(serverHome(preferred));
  if (!user) return preferred;
  const checkout = realpathSync(dirname(preferred));
  const print = createHash('sha256').update(checkout).digest('hex').slice(0, 8);
  const elsewhere = join(shelter, `${basename(checkout) || 'root'}-${print}`);
  if (existsSync(serverHome(preferred))) return preferred;
  if (existsSync(serverHome(elsewhere))) return elsewhere;
  return canReach(user, checkout) ? preferred : elsewhere;
}

/** Makes the folder; under root, one that the server's account can pass through but not list. */
export function prepareDataDir(dataDir: string): void {
  try {
    const isRoot = process.getuid?.() === 0;
    mkdirSync(dataDir, { recursive: true, mode: isRoot ? 0o711 : 0o700 });
    const { mode } = statSync(dataDir);
    if (isRoot && (mode & 0o011) !== 0o011) chmodSync(dataDir, mode | 0o011);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    throw new EmbeddedServerError(`${dataDir} cannot be made (${reason}). Let this user write there.`, {
      cause: error,
    });
  }
}
