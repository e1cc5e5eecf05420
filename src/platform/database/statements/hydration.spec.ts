import { Column, DataSource, Entity, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';
import { planHydration } from './hydration.js';

@Entity('shelves')
class Shelf {
  @PrimaryColumn('bigint')
  id!: number;

  @Column('text')
  label!: string;

  @OneToMany(() => Book, (book) => book.shelf)
  books!: Relation<Book>[];

  get isTop(): boolean {
    return this.label === 'top';
  }
}

@Entity('books')
class Book {
  @PrimaryColumn('bigint')
  id!: number;

  @Column('timestamptz')
  printedAt!: Date;

  @ManyToOne(() => Shelf, (shelf) => shelf.books)
  shelf!: Relation<Shelf> | null;
}

@Entity('pages')
class Page {
  @PrimaryColumn('bigint')
  id!: number;

  @ManyToOne(() => Book)
  book!: Relation<Book>;
}

/** Knows the entities without a database. */
class Catalogue extends DataSource {
  async learn(): Promise<this> {
    await this.buildMetadatas();
    return this;
  }
}

let catalogue: Catalogue;

beforeAll(async () => {
  catalogue = await new Catalogue({ type: 'postgres', entities: [Shelf, Book, Page] }).learn();
});

function planFor<T extends object>(type: new () => T, names: string[]) {
  return planHydration<T>(catalogue.getMetadata(type), names);
}

test('a relation is an entity with its verbs, at any depth', () => {
  const hydrate = planFor(Page, ['id', 'book.id', 'book.shelf.label']);
  const page = hydrate([1, 2, 'top']);
  expect([page, page.book, page.book.shelf].map((row) => row?.constructor)).toEqual([Page, Book, Shelf]);
  expect(page.book.shelf?.isTop).toBe(true);
  expect(hydrate([3, 4, 'low']).book.shelf?.isTop).toBe(false);
});

test('a relation whose id was asked for and is null is null', () => {
  const hydrate = planFor(Book, ['shelf.id', 'id', 'shelf.label']);
  expect(hydrate([null, 1, null])).toEqual({ id: 1, shelf: null });
  expect(hydrate([7, 1, 'top'])).toEqual({ id: 1, shelf: { id: 7, label: 'top' } });
});

test('a collection is an array of entities, with their times and their relations', () => {
  const json = [{ id: 1, printedAt: '2026-01-31T12:00:00.123+00:00', shelf: { id: 9, label: 'top' } }, { id: 2 }];
  const { books } = planFor(Shelf, ['id', 'books'])([9, json]);
  expect(books.map((book) => book.constructor)).toEqual([Book, Book]);
  expect(books[0]?.printedAt).toEqual(new Date('2026-01-31T12:00:00.123Z'));
  expect(books[0]?.shelf?.isTop).toBe(true);
  const deep = planFor(Page, ['id', 'book.shelf.books'])([1, [{ id: 2 }]]);
  expect(deep.book.shelf?.books).toEqual([Object.assign(new Book(), { id: 2 })]);
  expect(planFor(Shelf, ['books'])([[]])).toEqual({ books: [] });
});

test('an alias that names no relation is a mistake', () => {
  expect(() => planFor(Book, ['id', 'author.id'])).toThrow('Book has no relation "author".');
});
