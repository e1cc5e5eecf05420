import { join } from 'node:path';
import {
  Column,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';
import { readConfig } from '../../src/platform/config/config.js';
import { packageRoot } from '../../src/platform/config/paths.js';
import { createDataSource } from '../../src/platform/database/data-source.js';
import { Database } from '../../src/platform/database/database.js';
import { EntityRepository } from '../../src/platform/database/entity-repository.js';
import type { Guard } from '../../src/platform/database/statements/entity-sql.js';
import { cloneDatabase } from '../support/databases.js';
import { Proxy } from '../support/proxy.js';

@Entity('library_shelves')
@Unique('library_shelves_label_key', ['label'])
export class Shelf {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: number;

  @Column('text')
  label!: string;

  @OneToMany(() => Book, (book) => book.shelf)
  books!: Relation<Book>[];
}

@Entity('library_tags')
export class Tag {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: number;

  @Column('text')
  name!: string;
}

@Entity('library_books')
export class Book {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: number;

  @Column('text')
  title!: string;

  @Column({ type: 'jsonb', default: [] })
  pages!: string[];

  @Column({ type: 'bigint' })
  shelfId!: number;

  @ManyToOne(() => Shelf, (shelf) => shelf.books)
  @JoinColumn({ name: 'shelf_id' })
  shelf!: Relation<Shelf>;

  @ManyToMany(() => Tag)
  @JoinTable({ name: 'library_book_tags' })
  tags!: Relation<Tag>[];

  @Column({ type: 'text', default: 'nobody', update: false })
  printer!: string;

  @VersionColumn({ type: 'integer', default: 1 })
  version!: number;

  @UpdateDateColumn({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  get isThin(): boolean {
    return this.pages.length < 2;
  }
}

export class ShelfRepository extends EntityRepository<Shelf> {
  constructor(db: Database) {
    super(Shelf, db);
  }

  withBooks(): Promise<Shelf[]> {
    return this.select(
      `SELECT ${this.columns('s')}, ${this.collected('books', undefined, 's')} FROM library_shelves s ORDER BY s.id`,
    );
  }
}

export class BookRepository extends EntityRepository<Book> {
  constructor(db: Database) {
    super(Book, db);
  }

  protected override get shown(): string {
    return `${this.columns()}, ${this.related('shelf', ['label'])}, ${this.collected('tags', ['name'])}`;
  }

  /** Two columns of the shelf at once. */
  shelved(): Promise<Book[]> {
    return this.select(`SELECT title, ${this.related('shelf', ['id', 'label'])} FROM library_books ORDER BY id`);
  }

  findById(id: number): Promise<Book | null> {
    return this.lookUp(`SELECT ${this.shown} FROM library_books WHERE id = $1`, [id]);
  }

  /** Its row is none that anybody can read: a list of ids has no nulls. */
  findUnreadable(): Promise<Book | null> {
    return this.lookUp('SELECT ARRAY[NULL]::bigint[] AS id', []);
  }

  /** Fails where the divisor is 0. */
  findByQuotient(id: number, divisor: number): Promise<Book | null> {
    return this.lookUp(`SELECT ${this.columns()} FROM library_books WHERE id = $1::bigint / $2::bigint`, [id, divisor]);
  }
}

/** The shelf is there, and stays. */
export function onShelf(id: number): Guard {
  return { text: 'SELECT id FROM library_shelves WHERE id = $1 FOR KEY SHARE', values: [id] };
}

export interface Library {
  url: string;
  db: Database;
  shelves: ShelfRepository;
  books: BookRepository;
  close(): Promise<void>;
}

/** A database with entities of its own. */
export async function openLibrary(poolMax = 1): Promise<Library> {
  const { url, drop } = await cloneDatabase();
  return openAt(url, { url, poolMax, drop });
}

/** The same, by a way that can fail as networks do. */
export async function openLibraryFarAway(poolMax = 1): Promise<Library & { way: Proxy }> {
  const { url, drop } = await cloneDatabase();
  const { proxy: way, url: address } = await Proxy.before(url);
  const library = await openAt(address, { url, poolMax, drop });
  const close = async () => {
    await library.close();
    way.close();
  };
  return { ...library, close, way };
}

interface Place {
  url: string;
  poolMax: number;
  drop: () => Promise<void>;
}

async function openAt(way: string, { url, poolMax, drop }: Place): Promise<Library> {
  const dataDir = join(packageRoot(), 'node_modules/.cache/test-keys');
  const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: way, DATABASE_POOL_MAX: String(poolMax) }, { dataDir });
  const dataSource = createDataSource({ url: way, poolMax, entities: [Shelf, Book, Tag] });
  await dataSource.initialize();
  await dataSource.synchronize();
  const db = new Database(dataSource, config);
  const close = async () => {
    await dataSource.destroy();
    await drop();
  };
  return { url, db, shelves: new ShelfRepository(db), books: new BookRepository(db), close };
}
