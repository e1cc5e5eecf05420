import { AppError } from '../../src/platform/errors/app-error.js';
import { mapConstraint } from '../../src/platform/database/failures.js';
import { StaleRow } from '../../src/platform/database/stale-row.js';
import { ask } from '../support/ask.js';
import { Book, type Library, onShelf, openLibrary, openLibraryFarAway, Shelf, Tag } from './library.js';

mapConstraint('library_shelves_label_key', () => new AppError('conflict', 'label_taken', 'There is such a shelf.'));

/** What somebody with a connection of their own sees. */
const seenOutside = ({ url }: Library) => ask(url, 'SELECT label FROM library_shelves ORDER BY id');

class Stop extends Error {}

/** Everything, then back. */
async function undone(library: Library, work: () => Promise<void>): Promise<void> {
  const all = library.db.transaction(async () => {
    await work();
    throw new Stop();
  });
  await expect(all).rejects.toThrow(Stop);
}

describe('A repository with a pool of one', () => {
  let library: Library;

  beforeEach(async () => (library = await openLibrary(1)));
  afterEach(() => library.close());

  test("SPEC-012.39: TypeORM's finders see what the open transaction wrote, whoever wrote it", async () => {
    const { db, shelves, books } = library;
    await db.transaction(async () => {
      const top = await shelves.save({ label: 'top' });
      await shelves.insert({ label: 'low' });
      const book = await books.add({ title: 'Alpha', shelfId: top.id });
      expect(await shelves.findOneBy({ label: 'low' })).toMatchObject({ label: 'low' });
      expect(await shelves.count()).toBe(2);
      expect(await shelves.createQueryBuilder('s').orderBy('s.id').getMany()).toMatchObject([
        { id: top.id },
        { id: expect.any(Number) as number },
      ]);
      const found = await books.findOne({ where: { id: book.id }, relations: { shelf: true } });
      expect(found?.shelf).toEqual(Object.assign(new Shelf(), top));
      expect(await books.query('SELECT title FROM library_books')).toEqual([{ title: 'Alpha' }]);
      expect(await db.manager.getRepository(Shelf).existsBy({ id: top.id })).toBe(true);
      expect(await seenOutside(library)).toEqual([]);
    });
    expect(await seenOutside(library)).toEqual([{ label: 'top' }, { label: 'low' }]);
  });

  test.each<[string, (library: Library, id: number) => Promise<unknown>]>([
    ['save', ({ shelves }, id) => shelves.save({ id, label: 'else' })],
    ['insert', ({ shelves }) => shelves.insert({ label: 'else' })],
    ['update', ({ shelves }, id) => shelves.update({ id }, { label: 'else' })],
    ['delete', ({ shelves }, id) => shelves.delete({ id })],
    ['a query builder', ({ shelves }) => shelves.createQueryBuilder().delete().execute()],
    ['the manager', ({ db }, id) => db.manager.update(Shelf, { id }, { label: 'else' })],
    ['a named statement', ({ shelves }) => shelves.add({ label: 'else' })],
  ])('SPEC-012.39: a rollback takes away what %s did', async (_, change) => {
    const { id } = await library.shelves.save({ label: 'top' });
    await undone(library, async () => {
      await change(library, id);
    });
    expect(await seenOutside(library)).toEqual([{ label: 'top' }]);
  });

  test('SPEC-012.39: a transaction of TypeORM inside is a savepoint of the open one', async () => {
    const { db, shelves } = library;
    await db.transaction(async () => {
      await shelves.insert({ label: 'kept' });
      const inner = db.manager.transaction(async (manager) => {
        await manager.insert(Shelf, { label: 'lost' });
        throw new Stop();
      });
      await expect(inner).rejects.toThrow(Stop);
      await db.manager.transaction((manager) => manager.insert(Shelf, { label: 'kept too' }));
    });
    expect(await seenOutside(library)).toEqual([{ label: 'kept' }, { label: 'kept too' }]);
  });

  test('SPEC-012.39: nobody inside ends the open transaction, and nothing runs in it afterwards', async () => {
    const { db, shelves } = library;
    let late = (): Promise<unknown> => Promise.resolve();
    await undone(library, async () => {
      await shelves.insert({ label: 'top' });
      const runner = db.manager.dataSource.createQueryRunner();
      await expect(runner.commitTransaction()).rejects.toThrow('Only `Database.transaction` ends');
      await runner.release();
      await shelves.count();
      const finder = shelves.createQueryBuilder('s', runner);
      late = () => finder.getMany();
    });
    await expect(late()).rejects.toThrow('This transaction is over');
    expect(await shelves.count()).toBe(0);
  });

  test('SPEC-012.40: a refused row is the error that its constraint was given, by whichever way it came', async () => {
    const { db, shelves } = library;
    const other = await shelves.save({ label: 'other' });
    await shelves.insert({ label: 'top' });
    const ways = [
      () => shelves.insert({ label: 'top' }),
      () => shelves.save({ label: 'top' }),
      () => shelves.update({ id: other.id }, { label: 'top' }),
      () => shelves.createQueryBuilder().update().set({ label: 'top' }).where({ id: other.id }).execute(),
      () => db.manager.query(`INSERT INTO library_shelves (label) VALUES ('top')`),
      () => shelves.add({ label: 'top' }),
      () => db.transaction(() => shelves.save({ label: 'top' })),
    ];
    for (const way of ways) await expect(way()).rejects.toMatchObject({ code: 'label_taken' });
    expect(await shelves.count()).toBe(2);
  });

  test('SPEC-012.40: a failure of TypeORM tells nobody with what it was called', async () => {
    const { shelves } = library;
    const printed = jest.spyOn(process.stdout, 'write');
    const complained = jest.spyOn(console, 'error').mockImplementation();
    const failure: unknown = await shelves.update({ id: 1, label: 'a secret' }, { id: 'x' as never }).catch((e) => e);
    expect(failure).toMatchObject({ code: '22P02' });
    expect(JSON.stringify(failure)).not.toContain('a secret');
    expect([...printed.mock.calls, ...complained.mock.calls].flat().join()).not.toContain('a secret');
    printed.mockRestore();
    complained.mockRestore();
  });

  test('derives insert, select list, conditional update and delete from the entity', async () => {
    const { shelves, books } = library;
    const shelf = await shelves.save({ label: 'top' });
    const book = await books.add({ title: 'Alpha', pages: ['one'], shelfId: shelf.id }, onShelf(shelf.id));
    expect([book.constructor, book.isThin, book.version, book.printer]).toEqual([Book, true, 1, 'nobody']);
    expect(book.shelf).toEqual({ id: shelf.id, label: 'top' });
    expect(await books.shelved()).toEqual([Object.assign(new Book(), { title: 'Alpha', shelf })]);
    const before = { ...book };
    Object.assign(book, { title: 'Beta', pages: ['one', 'two'], printer: 'somebody' });
    await books.saveVersion(book, onShelf(shelf.id));
    expect([book.version, book.isThin]).toEqual([2, false]);
    expect(await books.findById(book.id)).toEqual({ ...book, printer: 'nobody' });
    await expect(books.saveVersion(Object.assign(new Book(), before))).rejects.toThrow(StaleRow);
    await expect(books.saveVersion(book, onShelf(99))).rejects.toThrow(StaleRow);
    await expect(books.add({ title: 'Gamma', shelfId: shelf.id }, onShelf(99))).rejects.toThrow(StaleRow);
    await expect(books.deleteVersion(Object.assign(new Book(), before))).rejects.toThrow(StaleRow);
    await books.deleteVersion(book);
    expect(await books.count()).toBe(0);
  });

  test("a version counts on with TypeORM's own save, too", async () => {
    const { shelves, books } = library;
    const shelf = await shelves.save({ label: 'top' });
    const book = await books.add({ title: 'Alpha', shelfId: shelf.id });
    await books.save({ id: book.id, title: 'Beta' });
    await books.update({ id: book.id }, { title: 'Gamma' });
    expect(await books.findById(book.id)).toMatchObject({ title: 'Gamma', version: 3 });
  });

  test('selects collections of either kind as arrays of entities', async () => {
    const { db, shelves, books } = library;
    const shelf = await shelves.save({ label: 'top' });
    await shelves.insert({ label: 'empty' });
    const tags = await db.manager.save([
      db.manager.create(Tag, { name: 'red' }),
      db.manager.create(Tag, { name: 'new' }),
    ]);
    const book = await books.save({ title: 'Alpha', shelfId: shelf.id, pages: [], tags });
    const found = await books.findById(book.id);
    expect(found?.tags).toEqual([{ name: 'red' }, { name: 'new' }]);
    expect(found?.tags[0]?.constructor).toBe(Tag);
    const [top, empty] = await shelves.withBooks();
    expect([top?.books.map(({ title, updatedAt }) => [title, updatedAt]), empty?.books]).toEqual([
      [['Alpha', found?.updatedAt]],
      [],
    ]);
    expect(top?.books[0]?.isThin).toBe(true);
  });
});

/** Resolves for everybody when so many have come. */
function meeting(size: number): () => Promise<void> {
  let missing = size;
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  return () => {
    if (--missing === 0) begin();
    return begun;
  };
}

test('SPEC-012.39: two transactions at the same time do not mix', async () => {
  const library = await openLibrary(2);
  const { db, shelves } = library;
  const [written, read] = [meeting(2), meeting(2)];
  const labelsSeenBy = (label: string) =>
    db.transaction(async () => {
      await shelves.save({ label });
      await written();
      const seen = await shelves.find();
      await read();
      return seen.map((shelf) => shelf.label);
    });
  expect(await Promise.all([labelsSeenBy('one'), labelsSeenBy('other')])).toEqual([['one'], ['other']]);
  await library.close();
});

test("SPEC-012.40: while the database is away TypeORM's own calls are 503, and work again when it is back", async () => {
  const library = await openLibraryFarAway(1);
  const { db, shelves } = library;
  await shelves.count();
  library.way.cut();
  const away = { code: 'database_unavailable' };
  await expect(shelves.findOneBy({ id: 1 })).rejects.toMatchObject(away);
  await expect(shelves.save({ label: 'top' })).rejects.toMatchObject(away);
  await expect(db.transaction(() => shelves.insert({ label: 'top' }))).rejects.toMatchObject(away);
  library.way.mend();
  await expect(db.transaction(() => shelves.save({ label: 'top' }))).resolves.toMatchObject({ label: 'top' });
  await library.close();
});
