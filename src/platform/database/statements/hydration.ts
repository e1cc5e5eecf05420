import type { EntityMetadata } from 'typeorm';

type Plain = Record<string, unknown>;
/** The index of a value in the row, and its property. */
type Place = [index: number, path: string];

/** Puts the values of one row into a fresh object. */
export type Hydrator<T> = (row: unknown[]) => T;

/**
 * Plans, once a statement, how its columns become an object: `title` is a property, `project.ownerId` a property of the
 * relation `project`, itself an entity with its verbs, and a relation whose `id` was asked for and is null is null. A
 * collection is one column, a JSON array of objects, and becomes an array of entities.
 */
export function planHydration<T extends object>(metadata: EntityMetadata, names: readonly string[]): Hydrator<T> {
  return plan(
    metadata,
    names.map((name, index) => [index, name]),
  ) as Hydrator<T>;
}

function plan(metadata: EntityMetadata, places: Place[]): Hydrator<object> {
  const type = classOf(metadata);
  const simple = places.filter(([, path]) => !path.includes('.'));
  const own = simple.filter(([, path]) => !isRelation(metadata, path));
  const collections = simple
    .filter(([, path]) => isRelation(metadata, path))
    .map(([index, property]) => ({ index, property, revive: reviver(related(metadata, property)) }));
  const nested = [...byRelation(places)].map(([property, columns]) => ({
    property,
    id: columns.find(([, path]) => path === 'id')?.[0],
    hydrate: plan(related(metadata, property), columns),
  }));
  return (row) => {
    const result = new type();
    for (const [index, property] of own) (result as Plain)[property] = row[index];
    for (const { property, id, hydrate } of nested) {
      (result as Plain)[property] = id !== undefined && row[id] === null ? null : hydrate(row);
    }
    for (const { index, property, revive } of collections) (result as Plain)[property] = revive(row[index]);
    return result;
  };
}

function byRelation(places: Place[]): Map<string, Place[]> {
  const relations = new Map<string, Place[]>();
  for (const [index, path] of places) {
    const [property = '', ...rest] = path.split('.');
    if (rest.length > 0) relations.set(property, [...(relations.get(property) ?? []), [index, rest.join('.')]]);
  }
  return relations;
}

/** Turns JSON into entities: an array of them, one, or null. Times are texts in JSON. */
function reviver(metadata: EntityMetadata): (value: unknown) => unknown {
  const type = classOf(metadata);
  const dates = metadata.columns.filter((column) => column.type === 'timestamptz').map((column) => column.propertyName);
  // Created on demand, because relations can be circular.
  const relations = new Map<string, (value: unknown) => unknown>();
  const revive = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(revive);
    if (value === null) return null;
    const result = Object.assign(new type(), value) as Plain;
    for (const date of dates) if (typeof result[date] === 'string') result[date] = new Date(result[date]);
    for (const property of Object.keys(result).filter((key) => isRelation(metadata, key))) {
      if (!relations.has(property)) relations.set(property, reviver(related(metadata, property)));
      result[property] = relations.get(property)?.(result[property]);
    }
    return result;
  };
  return revive;
}

function isRelation(metadata: EntityMetadata, property: string): boolean {
  return metadata.findRelationWithPropertyPath(property) !== undefined;
}

function related(metadata: EntityMetadata, property: string): EntityMetadata {
  const relation = metadata.findRelationWithPropertyPath(property);
  if (!relation) throw new Error(`${metadata.name} has no relation "${property}".`);
  return relation.inverseEntityMetadata;
}

function classOf({ name, target }: EntityMetadata): new () => object {
  if (typeof target !== 'function') throw new Error(`${name} is no class.`);
  return target as new () => object;
}
