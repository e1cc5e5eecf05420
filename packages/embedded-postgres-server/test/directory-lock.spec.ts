import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory } from '../src/directory-lock.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'notes-lock-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

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
    const { dev, ino } = statSync(folder, { bigint: true });
    const path = `\0notes-${dev.toString(36)}-${ino.toString(36)}`;
    for (let nth = 0; nth < 100; nth++) {
      const asker = connect({ path });
      asker.on('connect', () => asker.destroy());
      await once(asker, 'close');
    }
    await expect(lockDirectory(folder, 'notes')).rejects.toThrow('already running');
    await unlock();
  });
});
