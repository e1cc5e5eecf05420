import { Proxy } from '../support/proxy.js';
import { openLibrary } from './library.js';

test('SPEC-012.73: an answer that does not come is given up after eleven seconds, and its connection, too', async () => {
  let way: Proxy | undefined;
  const library = await openLibrary(4, async (direct) => {
    const { proxy, url } = await Proxy.before(direct);
    way = proxy;
    return url;
  });
  const { db, shelves, books } = library;
  try {
    await Promise.all([1, 2, 3, 4].map(() => db.query('SELECT pg_sleep(0.2)')));
    expect(db.load.inUse).toBe(0);
    way?.freeze();
    const began = performance.now();
    const asked = [
      db.query('SELECT 1'),
      books.findById(1),
      db.transaction(() => shelves.add({ label: 'lost' })),
      shelves.count(),
    ];
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes).toMatchObject(asked.map(() => ({ status: 'rejected', reason: { code: 'database_unavailable' } })));
    const seconds = (performance.now() - began) / 1_000;
    expect(seconds).toBeGreaterThan(10.9);
    // The rest of four is for a machine that does other things.
    expect(seconds).toBeLessThan(15);
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await shelves.count()).toBe(0);
    expect(db.load.inUse).toBe(0);
  } finally {
    await library.close();
    way?.close();
  }
}, 40_000);
