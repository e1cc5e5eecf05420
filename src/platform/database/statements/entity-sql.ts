import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import type { RelationMetadata } from 'typeorm/metadata/RelationMetadata.js';

/** The SQL that follows from an entity's decorators. A new column is added to the entity only. */
export class EntitySql {
  /** What an UPDATE writes: all but the key and what the database keeps. */
  readonly changing: ColumnMetadata[];
  private readonly columnsInTable: ColumnMetadata[];

  constructor(private readonly metadata: EntityMetadata) {
    this.columnsInTable = metadata.columns.filter((column) => !column.isVirtual);
    this.changing = this.columnsInTable.filter((column) => column.isUpdate && !isKept(column));
  }

  get table(): string {
    return this.metadata.tableName;
  }

  /** A select list aliased to properties: `t.project_id AS "projectId", …`; below `path` those of a joined relation. */
  columns(alias: string, path?: string, properties?: readonly string[]): string {
    const sql = path === undefined ? this : new EntitySql(this.at(path));
    return sql.chosen(properties).map(selected(alias, path)).join(', ');
  }

  /** The same for a relation that isn't joined but looked up by its key, once a row: several properties are JSON. */
  related(alias: string, property: string, properties: readonly string[]): string {
    const relation = this.relation(property);
    const [key] = relation.joinColumns;
    if (!key?.referencedColumn) throw new Error(`${this.metadata.name}.${property} holds no key.`);
    const { tableName } = relation.inverseEntityMetadata;
    const own = `${alias}.${quoted(key)}`;
    const where = `FROM ${tableName} r WHERE r.${quoted(key.referencedColumn)} = ${own}`;
    const columns = new EntitySql(relation.inverseEntityMetadata).chosen(properties);
    if (columns.length > 1) {
      const pairs = [...new Set([key.referencedColumn, ...columns])].map(
        (column) => `'${column.propertyName}', r.${quoted(column)}`,
      );
      return `(SELECT json_build_object(${pairs.join(', ')}) ${where}) AS "${property}"`;
    }
    const looked = columns.map(
      (column) => `(SELECT r.${quoted(column)} ${where}) AS "${property}.${column.propertyName}"`,
    );
    return [`${own} AS "${property}.${key.referencedColumn.propertyName}"`, ...looked].join(', ');
  }

  /** The rows of a one-to-many or many-to-many relation in one column, ordered by their keys. */
  collect(alias: string, property: string, properties?: readonly string[]): string {
    const relation = this.relation(property);
    const pairs = new EntitySql(relation.inverseEntityMetadata)
      .chosen(properties)
      .map((column) => `'${column.propertyName}', r.${quoted(column)}`);
    const json = `coalesce(json_agg(json_build_object(${pairs.join(', ')}) ORDER BY r.id), '[]')`;
    return `(SELECT ${json} ${rowsOf(relation, alias)}) AS "${property}"`;
  }

  /** Inserts these properties; `guard` is a SELECT whose row must be there, `unlessTaken` a unique property. */
  insert(properties: readonly string[], returning: string, { guard, unlessTaken }: Conditions = {}): string {
    const names = this.chosen(properties).map(quoted);
    const places = names.map((_, index) => `$${index + 1 + held(guard)}`).join(', ');
    const source = guard ? `SELECT ${places} FROM guard` : `VALUES (${places})`;
    const taken = unlessTaken ? ` ON CONFLICT (${this.chosen([unlessTaken]).map(quoted).join()}) DO NOTHING` : '';
    return `${given(guard)}INSERT INTO ${this.table} (${names.join(', ')}) ${source}${taken} RETURNING ${returning}`;
  }

  /** Writes all that changes, if the version is still that one, and fails otherwise; answers what the database keeps. */
  update(guard?: Guard): string {
    const { versionColumn, updateDateColumn } = this.metadata;
    const kept = [versionColumn, updateDateColumn].filter((column) => column !== undefined);
    const sets = this.changing.map((column, index) => `${quoted(column)} = $${index + 3 + held(guard)}`);
    if (versionColumn) sets.push(`${quoted(versionColumn)} = ${this.table}.${quoted(versionColumn)} + 1`);
    if (updateDateColumn) sets.push(`${quoted(updateDateColumn)} = now()`);
    const from = guard ? 'FROM guard ' : '';
    const update = `UPDATE ${this.table} SET ${sets.join(', ')} ${from}${this.asRead(guard)}`;
    return requiring(guard, `${update} RETURNING ${kept.map(selected(this.table)).join(', ')}`);
  }

  /** Fails where the version is another one by now. */
  delete(guard?: Guard): string {
    const from = guard ? 'USING guard ' : '';
    return requiring(guard, `DELETE FROM ${this.table} ${from}${this.asRead(guard)} RETURNING ${this.table}.id`);
  }

  /** Values as parameters of a statement: arrays in a jsonb column would become PostgreSQL arrays. */
  values(row: object, columns: readonly ColumnMetadata[]): unknown[] {
    return columns.map(({ propertyName, type }) => {
      const value = (row as Record<string, unknown>)[propertyName];
      return type === 'jsonb' && value !== null ? JSON.stringify(value) : value;
    });
  }

  /** The columns that this row states a value for. */
  stated(row: object): ColumnMetadata[] {
    const values = row as Record<string, unknown>;
    return this.columnsInTable.filter((column) => column.isInsert && values[column.propertyName] !== undefined);
  }

  private chosen(properties?: readonly string[]): ColumnMetadata[] {
    if (!properties) return this.columnsInTable.filter((column) => column.isSelect);
    return properties.map((property) => {
      const column = this.columnsInTable.find(({ propertyName }) => propertyName === property);
      if (!column) throw new Error(`${this.metadata.name} has no column "${property}".`);
      return column;
    });
  }

  private asRead(guard?: Guard): string {
    const { versionColumn } = this.metadata;
    const version = versionColumn ? ` AND ${this.table}.${quoted(versionColumn)} = $${held(guard) + 2}` : '';
    return `WHERE ${this.table}.id = $${held(guard) + 1}${version}`;
  }

  private at(path: string): EntityMetadata {
    return path
      .split('.')
      .reduce((metadata, step) => new EntitySql(metadata).relation(step).inverseEntityMetadata, this.metadata);
  }

  private relation(property: string): RelationMetadata {
    const relation = this.metadata.findRelationWithPropertyPath(property);
    if (!relation) throw new Error(`${this.metadata.name} has no relation "${property}".`);
    return relation;
  }
}

/** A row that must exist, or nothing is written. Its SELECT locks it until the transaction ends. */
export interface Guard {
  text: string;
  values: readonly unknown[];
}

/** When nothing is inserted. */
interface Conditions {
  guard?: Guard | undefined;
  unlessTaken?: string | undefined;
}

function given(guard?: Guard): string {
  return guard ? `WITH guard AS (${guard.text}) ` : '';
}

/**
 * A write that fails by itself where it finds no row: COMMIT can travel with it, and commits nothing then. `require_row` is
 * a function of the database.
 */
function requiring(guard: Guard | undefined, write: string): string {
  return `
    WITH ${guard ? `guard AS (${guard.text}), ` : ''}written AS (${write})
    SELECT written.* FROM (SELECT count(*) AS rows FROM written) found LEFT JOIN written ON true
    WHERE require_row(found.rows > 0)`;
}

/** Its parameters come first. */
function held(guard?: Guard): number {
  return guard?.values.length ?? 0;
}

function selected(alias: string, path?: string): (column: ColumnMetadata) => string {
  const prefix = path === undefined ? '' : `${path}.`;
  return (column) => `${alias}.${quoted(column)} AS "${prefix}${column.propertyName}"`;
}

function isKept({ isPrimary, isVersion, isCreateDate, isUpdateDate }: ColumnMetadata): boolean {
  return isPrimary || isVersion || isCreateDate || isUpdateDate;
}

function rowsOf(relation: RelationMetadata, alias: string): string {
  const { junctionEntityMetadata: junction, inverseEntityMetadata, inverseRelation } = relation;
  const table = inverseEntityMetadata.tableName;
  if (!junction) return `FROM ${table} r WHERE r.${quoted(inverseRelation?.joinColumns[0])} = ${alias}.id`;
  const [near, far] = relation.isOwning
    ? [junction.ownerColumns[0], junction.inverseColumns[0]]
    : [junction.inverseColumns[0], junction.ownerColumns[0]];
  const rows = `FROM ${junction.tableName} j JOIN ${table} r ON r.id = j.${quoted(far)}`;
  return `${rows} WHERE j.${quoted(near)} = ${alias}.id`;
}

function quoted(column: ColumnMetadata | undefined): string {
  if (!column) throw new Error('A relation without a column of its own.');
  return `"${column.databaseName}"`;
}
