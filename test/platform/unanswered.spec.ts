import { openLibraryFarAway } from './library.js';

test('SPEC-012.73: an answer that does not come is given up after eleven seconds, and its connection, too', async () => {
  const library = await openLibraryFarAway(4);
  const { db, shelves, books } = library;
  try {
    await Promise.all([1, 2, 3, 4].map(() => db.query('SELECT pg_sleep(0.2)')));
    expect(db.load.inUse).toBe(0);
    library.way.freeze();
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
    // A machine that does other things takes longer; without a limit it would be for ever.
    expect(seconds).toBeLessThan(25);
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await shelves.count()).toBe(0);
    expect(db.load.inUse).toBe(0);
  } finally {
    await library.close();
  }
}, 40_000);
