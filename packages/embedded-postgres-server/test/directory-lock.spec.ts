import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory } from '../src/directory-lock.js';

const ADDRESS_BYTES = 108;
/** Linux's list of sockets shows each zero of a name as @. */
const NAMES = '/proc/net/unix';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'notes-lock-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function nameOf(directory: string): string {
  const { dev, ino } = statSync(directory, { bigint: true });
  return `notes-${dev.toString(36)}-${ino.toString(36)}`;
}

describe('the lock of a directory', () => {
  it('is held once, says by whom, and is free again when it is given up', async () => {
    const unlock = await lockDirectory(folder, 'notes');
    await expect(lockDirectory(folder, 'notes')).rejects.toThrow(
      `notes is already running on ${folder} (process ${process.pid})`,
    );
    await unlock();
    await (
      await lockDirectory(folder, 'notes')
    )();
  });

  it('does not mind those who ask and do not wait for the answer', async () => {
    const unlock = await lockDirectory(folder, 'notes');
    const path = `\0${nameOf(folder)}`.padEnd(ADDRESS_BYTES, '\0');
    for (let nth = 0; nth < 100; nth++) {
      const asker = connect({ path });
      asker.on('connect', () => asker.destroy());
      await once(asker, 'close');
    }
    await expect(lockDirectory(folder, 'notes')).rejects.toThrow('already running');
    await unlock();
  });

  it('is seen by every version of Node.js: its name fills the whole address', async () => {
    const unlock = await lockDirectory(folder, 'notes');
    const [line] = readFileSync(NAMES, 'latin1')
      .split('\n')
      .filter((entry) => entry.includes(nameOf(folder)));
    expect(line?.split(' ').at(-1)).toBe(`@${nameOf(folder)}`.padEnd(ADDRESS_BYTES, '@'));
    await unlock();
  });
});
