import { Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { planHydration } from './hydration.js';

@Entity('shelves')
class Shelf {
  @PrimaryColumn('bigint')
  id!: number;

  @Column('text')
  label!: string;

  get isTop(): boolean {
    return this.label === 'top';
  }
}

@Entity('books')
class Book {
  @PrimaryColumn('bigint')
  id!: number;

  @ManyToOne(() => Shelf)
  shelf!: Relation<Shelf> | null;
}

@Entity('pages')
class Page {
  @PrimaryColumn('bigint')
  id!: number;

  @ManyToOne(() => Book)
  book!: Relation<Book>;
}

test('a relation is an entity with its verbs, at any depth', () => {
  const hydrate = planHydration(Page, ['id', 'book.id', 'book.shelf.label']);
  const page = hydrate([1, 2, 'top']);
  expect([page, page.book, page.book.shelf].map((row) => row?.constructor)).toEqual([Page, Book, Shelf]);
  expect(page.book.shelf?.isTop).toBe(true);
  expect(hydrate([3, 4, 'low']).book.shelf?.isTop).toBe(false);
});

test('a relation whose id was asked for and is null is null', () => {
  const hydrate = planHydration(Book, ['shelf.id', 'id', 'shelf.label']);
  expect(hydrate([null, 1, null])).toEqual({ id: 1, shelf: null });
  expect(hydrate([7, 1, 'top'])).toEqual({ id: 1, shelf: { id: 7, label: 'top' } });
});

test('an alias that names no relation is a mistake', () => {
  expect(() => planHydration(Book, ['id', 'author.id'])).toThrow('Book has no relation "author".');
});
