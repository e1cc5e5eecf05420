import { getMetadataArgsStorage } from 'typeorm';

type Constructor<T> = new () => T;
type Plain = Record<string, unknown>;
/** Where in the row a value stands, and the property it belongs to. */
type Place = [index: number, path: string];

/** Puts the values of one row into a fresh object. */
export type Hydrator<T> = (row: unknown[]) => T;

/**
 * Plans, once a statement, how its columns become an object: `title` is a property, `project.ownerId` a property of the
 * relation `project`, itself an entity with its verbs, and a relation whose `id` was asked for and is null is null.
 */
export function planHydration<T extends object>(type: Constructor<T>, names: string[]): Hydrator<T> {
  return plan(
    type,
    names.map((name, index) => [index, name]),
  );
}

function plan<T extends object>(type: Constructor<T>, places: Place[]): Hydrator<T> {
  const own = places.filter(([, path]) => !path.includes('.'));
  const nested = [...byRelation(places)].map(([property, columns]) => ({
    property,
    id: columns.find(([, path]) => path === 'id')?.[0],
    hydrate: plan(relatedType(type, property), columns),
  }));
  return (row) => {
    const result = new type();
    for (const [index, property] of own) (result as Plain)[property] = row[index];
    for (const { property, id, hydrate } of nested) {
      (result as Plain)[property] = id !== undefined && row[id] === null ? null : hydrate(row);
    }
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

function relatedType(type: Constructor<object>, property: string): Constructor<object> {
  const relation = getMetadataArgsStorage()
    .filterRelations(type)
    .find(({ propertyName }) => propertyName === property);
  if (!relation) throw new Error(`${type.name} has no relation "${property}".`);
  return (relation.type as () => Constructor<object>)();
}
