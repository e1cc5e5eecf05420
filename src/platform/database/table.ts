import { getMetadataArgsStorage } from 'typeorm';
import type { Database } from './database.js';
import { type Hydrator, planHydration } from './hydration.js';
import { snakeCase } from './naming.js';
import { StaleRow } from './stale-row.js';

type Constructor<T> = new () => T;

interface Column {
  property: string;
  column: string;
  /** Written by `save`: neither the key, nor kept by the database, nor declared `update: false`. */
  changes: boolean;
}

/** The columns of an entity as a select list aliased to its properties: `t.project_id AS "projectId", …`. */
export function columns(entity: Constructor<object>, alias: string): string {
  return columnsOf(entity)
    .map(({ property, column }) => `${alias}.${column} AS "${property}"`)
    .join(', ');
}

function columnsOf(entity: Constructor<object>): Column[] {
  return getMetadataArgsStorage()
    .filterColumns(entity)
    .map(({ propertyName, mode, options }) => ({
      property: propertyName,
      column: options.name ?? snakeCase(propertyName),
      changes: mode === 'regular' && !options.primary && options.update !== false,
    }));
}

/**
 * Reads and writes the rows of one entity by named statements, mapped by the entity's TypeORM decorators. New
 * repositories extend `EntityRepository` instead. Joins select dotted aliases (`u.display_name AS
 * "assignee.displayName"`).
 */
export class Table<T extends { id: number }> {
  private readonly name: string;
  private readonly all: Column[];
  private readonly returning: string;
  private readonly saving: { text: string; properties: (keyof T)[] };
  private readonly hydrators = new Map<string, Hydrator<T>>();

  constructor(
    private readonly db: Database,
    private readonly entity: Constructor<T>,
  ) {
    this.name = String(getMetadataArgsStorage().tables.find(({ target }) => target === entity)?.name);
    this.all = columnsOf(entity);
    this.returning = columns(entity, this.name);
    this.saving = this.planSave();
  }

  async list(text: string, values: readonly unknown[] = []): Promise<T[]> {
    const { fields, rows } = await this.db.arrays(text, values);
    let hydrate = this.hydrators.get(text);
    if (!hydrate) {
      hydrate = planHydration<T>(
        this.db.manager.dataSource.getMetadata(this.entity),
        fields.map((field) => field.name),
      );
      this.hydrators.set(text, hydrate);
    }
    return rows.map(hydrate);
  }

  /** The first row, or null. */
  async find(text: string, values: readonly unknown[] = []): Promise<T | null> {
    return (await this.list(text, values))[0] ?? null;
  }

  /** Inserts what is set on the object and fills in what the database gave: id, defaults, times. */
  async insert(row: T): Promise<T> {
    const given = this.all.filter(({ property }) => row[property as keyof T] !== undefined);
    const names = given.map(({ column }) => column).join(', ');
    const places = given.map((_, index) => `$${index + 1}`).join(', ');
    const text = `INSERT INTO ${this.name} (${names}) VALUES (${places}) RETURNING ${this.returning}`;
    const values = given.map(({ property }) => row[property as keyof T]);
    return Object.assign(row, await this.find(text, values));
  }

  /**
   * Writes a versioned row as it stands, if nobody changed it since it was read.
   *
   * @throws StaleRow when the version moved on or the row is gone
   */
  async save(row: T & { version: number }): Promise<T> {
    const values = this.saving.properties.map((property) => row[property]);
    const saved = await this.find(this.saving.text, [row.id, row.version, ...values]);
    if (!saved) throw new StaleRow();
    return Object.assign(row, saved);
  }

  /** Until the transaction ends nobody else changes the row; what points to it may come and go. */
  async lock(id: number): Promise<void> {
    await this.db.execute(`SELECT FROM ${this.name} WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  }

  /**
   * Deletes a versioned row, if nobody changed it since it was read.
   *
   * @throws StaleRow when the version moved on or the row is gone
   */
  async delete(row: T & { version: number }): Promise<void> {
    const text = `DELETE FROM ${this.name} WHERE id = $1 AND version = $2`;
    if ((await this.db.execute(text, [row.id, row.version])) === 0) throw new StaleRow();
  }

  private planSave(): { text: string; properties: (keyof T)[] } {
    const changing = this.all.filter(({ changes }) => changes);
    const assignments = changing.map(({ column }, index) => `${column} = $${index + 3}`);
    const kept = ['version = version + 1', 'updated_at = now()'];
    const text = `UPDATE ${this.name} SET ${[...assignments, ...kept].join(', ')} WHERE id = $1 AND version = $2 RETURNING ${this.returning}`;
    return { text, properties: changing.map(({ property }) => property as keyof T) };
  }
}
