import pg from 'pg';
import { StaleRow } from '../../src/platform/database/stale-row.js';
import { ask } from '../support/ask.js';
import { Book, type Library, onShelf, openLibrary } from './library.js';

describe('In a transaction', () => {
  let library: Library;
  let shelfId: number;
  let book: Book;

  beforeAll(async () => {
    library = await openLibrary(2);
    shelfId = (await library.shelves.save({ label: 'top' })).id;
  });
  beforeEach(async () => {
    await ask(library.url, 'DELETE FROM library_books');
    book = await library.books.add({ title: 'Alpha', shelfId });
  });
  afterAll(() => library.close());

  const stored = () => ask(library.url, 'SELECT title, version FROM library_books ORDER BY id');
  const numberOf = async (n: number) => (await library.db.query<{ n: number }>('SELECT $1::integer AS n', [n]))[0]?.n;
  const fail = () => library.db.execute('SELECT 1 / 0');

  /** How many times something is written to PostgreSQL meanwhile. */
  async function writesOf(work: () => Promise<unknown>): Promise<number> {
    const query = jest.spyOn(pg.Client.prototype, 'query');
    try {
      await work();
      return query.mock.calls.length;
    } finally {
      query.mockRestore();
    }
  }

  it('SPEC-012.71: what is asked for in one turn travels together, and each has its own answer', async () => {
    const numbers = [1, 2, 3, 4];
    const writes = await writesOf(async () => {
      const answers = await library.db.transaction(() => Promise.all(numbers.map(numberOf)));
      expect(answers).toEqual(numbers);
    });
    expect(writes).toBe(2); // With BEGIN, and COMMIT.
  });

  it('SPEC-012.71: also where the one has to wait for promises that are settled already', async () => {
    const later = async (n: number) => {
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      return numberOf(n);
    };
    const writes = await writesOf(() => library.db.transaction(() => Promise.all([numberOf(1), later(2)])));
    expect(writes).toBe(2);
  });

  it('SPEC-012.71: all that travel together fail with the first that does, and nothing is kept', async () => {
    const add = (title: string) => library.books.add({ title, shelfId });
    const all = library.db.transaction(async () => {
      const outcomes = await Promise.allSettled([add('Beta'), fail(), add('Gamma')]);
      expect(outcomes.map((one) => one.status === 'rejected' && (one.reason as { code: string }).code)).toEqual([
        ...['22012', '22012', '22012'],
      ]);
      throw new Error('over');
    });
    await expect(all).rejects.toThrow('over');
    expect(await stored()).toEqual([{ title: 'Alpha', version: 1 }]);
  });

  it('SPEC-012.71: what nobody awaited is not sent any more when the transaction has failed', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const failed = library.db.transaction(async () => {
      late = numberOf(1).catch((error: Error) => error.message);
      await Promise.resolve();
      throw new Error('over');
    });
    await expect(failed).rejects.toThrow('over');
    expect(await late).toContain('rolled back before it was sent');
    const OPEN = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`;
    expect(await ask(library.url, OPEN)).toEqual([]);
  });

  it('SPEC-012.72: a row is saved in the write that commits it, and is as stored afterwards', async () => {
    const { updatedAt } = book;
    book.title = 'Beta';
    const writes = await writesOf(() =>
      library.db.transaction(async () => {
        await library.books.saveVersion(book, onShelf(shelfId));
        await library.db.write('INSERT INTO library_tags (name) VALUES ($1)', ['red']);
      }),
    );
    expect(writes).toBe(1);
    expect(book.version).toBe(2);
    expect(book.updatedAt.getTime()).toBeGreaterThan(updatedAt.getTime());
    expect(await stored()).toEqual([{ title: 'Beta', version: 2 }]);
    expect(await ask(library.url, 'SELECT name FROM library_tags')).toEqual([{ name: 'red' }]);
  });

  it.each<[string, (stale: Book) => Promise<unknown>]>([
    ['saved', (stale) => library.books.saveVersion(stale)],
    ['saved below a guard', (stale) => library.books.saveVersion(stale, onShelf(shelfId))],
    ['deleted', (stale) => library.books.deleteVersion(stale)],
    ['deleted below a guard', (stale) => library.books.deleteVersion(stale, onShelf(shelfId))],
  ])('SPEC-012.72: a row that was changed meanwhile is not %s, and nothing with it', async (_, change) => {
    const stale = Object.assign(new Book(), book, { title: 'Omega' });
    await library.books.saveVersion(Object.assign(book, { title: 'Beta' }));
    const late = library.db.transaction(async () => {
      await change(stale);
      await library.db.write('INSERT INTO library_books (title, shelf_id) VALUES ($1, $2)', ['lost', shelfId]);
    });
    await expect(late).rejects.toThrow(StaleRow);
    expect(await stored()).toEqual([{ title: 'Beta', version: 2 }]);
    expect(library.db.load.inUse).toBe(0);
  });

  it('SPEC-012.72: the guard must be there, too', async () => {
    await expect(library.db.transaction(() => library.books.saveVersion(book, onShelf(0)))).rejects.toThrow(StaleRow);
    await expect(library.db.transaction(() => library.books.deleteVersion(book, onShelf(0)))).rejects.toThrow(StaleRow);
    expect(await stored()).toEqual([{ title: 'Alpha', version: 1 }]);
  });

  it('SPEC-012.72: whoever joins a transaction finds the row as stored when their part of it ends', async () => {
    await library.db
      .transaction(async () => {
        await library.db.transaction(() => library.books.saveVersion(Object.assign(book, { title: 'Beta' })));
        expect(book.version).toBe(2);
        expect(await stored()).toEqual([{ title: 'Alpha', version: 1 }]);
        book.title = 'Gamma';
        const stale = Object.assign(new Book(), book, { version: 1 });
        await expect(library.db.transaction(() => library.books.saveVersion(stale))).rejects.toThrow(StaleRow);
      })
      .catch(() => undefined);
    expect(await stored()).toEqual([{ title: 'Alpha', version: 1 }]);
  });

  it('SPEC-012.72: steps that are joined into one transaction each have theirs, and a stale one undoes itself', async () => {
    const { db, books } = library;
    const frame = { first: () => Promise.resolve(), last: () => Promise.resolve() };
    await db.inOneTransaction(frame, async () => {
      await db.transaction(() => books.saveVersion(Object.assign(book, { title: 'Beta' })));
      expect(book.version).toBe(2);
      const stale = Object.assign(new Book(), book, { version: 1 });
      await expect(db.transaction(() => books.saveVersion(stale))).rejects.toThrow(StaleRow);
      await db.transaction(() => books.saveVersion(Object.assign(book, { title: 'Gamma' })));
    });
    expect(await stored()).toEqual([{ title: 'Gamma', version: 3 }]);
  });
});
