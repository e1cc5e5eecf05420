import { Repository } from 'typeorm';
import type { QueryResultRow } from 'pg';
import type { Answer } from './statements/statement.js';
import type { Database } from './database.js';
import { EntitySql, type Guard } from './statements/entity-sql.js';
import { type Hydrator, planHydration } from './statements/hydration.js';
import { StaleRow } from './stale-row.js';

type Property<T> = keyof T & string;

/**
 * TypeORM's repository of one entity, with named statements beside it for what is hot. Both take part in the open
 * transaction. `select`, `selectOne`, `add`, `saveVersion` and `deleteVersion` cost a fifth of what TypeORM's own
 * finders and writers do (DEC-007).
 */
export abstract class EntityRepository<T extends { id: number }> extends Repository<T> {
  private readonly statements: EntitySql;
  private readonly hydrators = new Map<string, Hydrator<T>>();
  private readonly texts = new Map<string, string>();

  constructor(
    entity: new () => T,
    protected readonly db: Database,
  ) {
    super(entity, db.manager);
    this.statements = new EntitySql(this.metadata);
  }

  /** What `add` answers; a repository that shows relations adds them here. */
  protected get shown(): string {
    return this.columns();
  }

  /** All columns of the entity as a select list. */
  protected columns(alias = this.statements.table): string {
    return this.statements.columns(alias);
  }

  /** Columns of a relation that the statement joins under this alias: `('p', 'task.project', ['status'])`. */
  protected joined(alias: string, path: string, properties?: readonly string[]): string {
    return this.statements.columns(alias, path, properties);
  }

  /** A relation's key and these of its properties, looked up without a join. */
  protected related<P extends Property<T>>(
    relation: P,
    properties: readonly Property<NonNullable<T[P]>>[],
    alias = this.statements.table,
  ): string {
    return this.statements.related(alias, relation, properties);
  }

  /** A one-to-many or many-to-many relation, as one column. */
  protected collected(relation: Property<T>, properties?: readonly string[], alias = this.statements.table): string {
    return this.statements.collect(alias, relation, properties);
  }

  /** Entities; a column's alias is a property, or the path of one of a relation. */
  protected async select(text: string, values: readonly unknown[] = []): Promise<T[]> {
    return this.hydrate(text, await this.db.arrays(text, values));
  }

  /** The entity with a key, or null: what is asked before every request. Statements that take longer would hold up others. */
  protected async lookUp(text: string, values: readonly unknown[]): Promise<T | null> {
    return this.hydrate(text, await this.db.lookUp(text, values))[0] ?? null;
  }

  private hydrate(text: string, { columns, rows }: Answer): T[] {
    let hydrate = this.hydrators.get(text);
    if (!hydrate) {
      hydrate = planHydration<T>(this.metadata, columns);
      this.hydrators.set(text, hydrate);
    }
    return rows.map(hydrate);
  }

  /** The first entity, or null. */
  protected async selectOne(text: string, values: readonly unknown[] = []): Promise<T | null> {
    return (await this.select(text, values))[0] ?? null;
  }

  /** Plain objects. */
  protected rows<R extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.db.query<R>(text, values);
  }

  /** The number of rows that the statement touched. */
  protected execute(text: string, values: readonly unknown[] = []): Promise<number> {
    return this.db.execute(text, values);
  }

  /** Locks the row for a change until the transaction ends. */
  async lock(id: number): Promise<void> {
    await this.db.execute(`SELECT FROM ${this.statements.table} WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  }

  /** As `add`, but null where the guard's row is gone, or where another row has the value of `unlessTaken`. */
  protected async addIf(
    guard: Guard | undefined,
    draft: Partial<T>,
    { unlessTaken }: { unlessTaken?: Property<T> } = {},
  ): Promise<T | null> {
    const columns = this.statements.stated(draft);
    const properties = columns.map((column) => column.propertyName);
    const text = this.text(`add ${properties.join()} ${unlessTaken ?? ''}`, guard, () =>
      this.statements.insert(properties, this.shown, { guard, unlessTaken }),
    );
    return this.selectOne(text, [...(guard?.values ?? []), ...this.statements.values(draft, columns)]);
  }

  /**
   * Inserts what the draft states and answers the row as it is.
   *
   * @throws StaleRow when the guard's row is gone
   */
  async add(draft: Partial<T>, guard?: Guard): Promise<T> {
    const row = await this.addIf(guard, draft);
    if (!row) throw new StaleRow();
    return row;
  }

  /**
   * Writes a versioned row as it stands, if nobody changed it since it was read. In a transaction nobody waits for it: it
   * travels with the next statement or with COMMIT, and the row has its new version and times when the `transaction` ends
   * in which this is called.
   *
   * @throws StaleRow when the version moved on, or the row or the guard's is gone: also later, from what it travels with
   */
  async saveVersion(row: T & { version: number }, guard?: Guard): Promise<T> {
    const text = this.text('save', guard, () => this.statements.update(guard));
    const values = this.statements.values(row, this.statements.changing);
    const all = [...(guard?.values ?? []), row.id, row.version, ...values];
    await this.db.write(text, all, ([saved]) => Object.assign(row, saved));
    return row;
  }

  /**
   * Deletes a row, if nobody changed it since it was read; in a transaction as `saveVersion` writes it.
   *
   * @throws StaleRow when its version moved on, or the row or the guard's is gone: also later
   */
  async deleteVersion(row: T & { version?: number }, guard?: Guard): Promise<void> {
    const text = this.text('delete', guard, () => this.statements.delete(guard));
    const version = this.metadata.versionColumn ? [row.version] : [];
    await this.db.write(text, [...(guard?.values ?? []), row.id, ...version]);
  }

  private text(what: string, guard: Guard | undefined, make: () => string): string {
    const key = `${what} ${guard?.text ?? ''}`;
    let text = this.texts.get(key);
    if (text === undefined) this.texts.set(key, (text = make()));
    return text;
  }
}
