import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sizeOf } from '../terminal/progress.js';
import type { Checkup } from './checkup.js';
import { type Finding, problem, warning, well } from './finding.js';

const LITTLE_BYTES = 1024 ** 3;
const NEARLY_NOTHING_BYTES = 100 * 1024 ** 2;
const LITTLE_SHARE = 0.05;

/** Uploads arrive in FILES_DIR even where S3 keeps them. */
export async function checkDisk({ place, values }: Checkup): Promise<Finding[]> {
  const folders = values.databaseUrl ? [place.filesDir] : [place.filesDir, place.dataDir];
  const found = await Promise.all(folders.map((folder, nth) => checkFolder(folder, nth === 0 ? 'FILES_DIR' : '.data')));
  return found.flat();
}

async function checkFolder(folder: string, name: string): Promise<Finding[]> {
  const there = nearest(folder);
  const probe = join(there, `.fasttrack-doctor-${randomUUID()}`);
  try {
    await writeFile(probe, 'x', { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return [
      problem(
        name,
        `${there} can't be written to (${code})`,
        `Let this user write there, or set ${name} to another folder.`,
      ),
    ];
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
  const { bavail, blocks, bsize } = await statfs(there);
  return [spaceOf(name, folder, { free: bavail * bsize, total: blocks * bsize })];
}

function spaceOf(name: string, folder: string, { free, total }: { free: number; total: number }): Finding {
  const says = `${folder}: ${sizeOf(free)} free of ${sizeOf(total)}`;
  const advice = 'Free some space, or move it to a larger disk, before writes fail.';
  if (free < NEARLY_NOTHING_BYTES) return problem(name, says, advice);
  if (free < LITTLE_BYTES || free < total * LITTLE_SHARE) return warning(name, says, advice);
  return well(name, says);
}

/** The folder, or the one in which it will be made. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}
