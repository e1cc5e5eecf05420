import { type Library, openLibrary } from './library.js';

describe('Transactions of requests', () => {
  let library: Library;

  beforeAll(async () => (library = await openLibrary(4)));
  afterAll(() => library.close());

  /** A transaction that is open until somebody ends it. */
  async function open(): Promise<() => Promise<void>> {
    let end: () => void = () => undefined;
    let over: Promise<void> = Promise.resolve();
    await new Promise<void>((begun) => {
      over = library.db.transaction(async () => {
        await library.db.execute('SELECT 1');
        begun();
        await new Promise<void>((resolve) => (end = resolve));
      });
    });
    return () => {
      end();
      return over;
    };
  }

  it('SPEC-012.70: leave a connection free for statements and for the courier, and wait in line', async () => {
    const ends = [await open(), await open(), await open()];
    let hasBegun = false;
    const fourth = library.db.transaction(() => {
      hasBegun = true;
      return library.db.execute('SELECT 1');
    });
    expect(await library.db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await library.db.transaction(() => library.db.execute('SELECT 1'), { skipsQueue: true })).toBe(1);
    expect(library.db.load).toEqual({ inUse: 3, waiting: 1 });
    expect(hasBegun).toBe(false);
    await ends[0]?.();
    expect(await fourth).toBe(1);
    await Promise.all(ends.slice(1).map((end) => end()));
    expect(library.db.load).toEqual({ inUse: 0, waiting: 0 });
  });

  it('SPEC-012.70: give their permit back, however they end', async () => {
    const failing = Array.from({ length: 8 }, () =>
      library.db.transaction(() => library.db.execute('SELECT 1 / 0')).catch((error: Error) => error.message),
    );
    expect(new Set(await Promise.all(failing))).toEqual(new Set(['division by zero']));
    const ends = [await open(), await open(), await open()];
    await Promise.all(ends.map((end) => end()));
  });

  it('SPEC-012.70: are refused where none ends in time', async () => {
    const ends = [await open(), await open(), await open()];
    await expect(library.db.transaction(() => library.db.execute('SELECT 1'))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'overloaded',
    });
    expect(library.db.load).toEqual({ inUse: 3, waiting: 0 });
    await Promise.all(ends.map((end) => end()));
    const again = await open();
    await again();
  });
});
