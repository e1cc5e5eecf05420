type Constructor<T> = new () => T;
type Plain = Record<string, unknown>;

/** Puts the values of one row into a fresh object. */
export type Hydrator<T> = (row: unknown[]) => T;

/**
 * Plans, once a statement, how its columns become an object: `title` is a property, `project.ownerId` a property of the
 * relation `project`, and a relation whose `id` was asked for and is null is null.
 */
export function planHydration<T extends object>(type: Constructor<T>, names: string[]): Hydrator<T> {
  const own: [number, string][] = [];
  const relations = new Map<string, [number, string][]>();
  names.forEach((name, index) => {
    const dot = name.indexOf('.');
    if (dot < 0) own.push([index, name]);
    else
      relations.set(name.slice(0, dot), [...(relations.get(name.slice(0, dot)) ?? []), [index, name.slice(dot + 1)]]);
  });
  const nested = [...relations].map(([property, columns]) => ({ property, columns, id: idOf(columns) }));
  return (row) => {
    const result = new type();
    fill(result as Plain, own, row);
    for (const { property, columns, id } of nested) {
      (result as Plain)[property] = id >= 0 && row[id] === null ? null : fill({}, columns, row);
    }
    return result;
  };
}

function idOf(columns: [number, string][]): number {
  return columns.find(([, name]) => name === 'id')?.[0] ?? -1;
}

function fill(target: Plain, columns: [number, string][], row: unknown[]): Plain {
  for (const [index, name] of columns) target[name] = row[index];
  return target;
}
