import type { Kind, Kinds, Place, Row } from './kinds.js';

type Maps = { [K in Kind]: Map<number, Kinds[K]> };

const emptyMaps = (): Maps => ({
  project: new Map(),
  member: new Map(),
  label: new Map(),
  task: new Map(),
  comment: new Map(),
  relation: new Map(),
  file: new Map(),
});

/** Rows by kind and id, each the same object as long as nothing of it changes, and which of them have changed. */
export class Rows {
  private readonly maps = emptyMaps();
  private changed = new Map<string, Place>();

  get<K extends Kind>(kind: K, id: number): Kinds[K] | undefined {
    return this.maps[kind].get(id);
  }

  all<K extends Kind>(kind: K): ReadonlyMap<number, Kinds[K]> {
    return this.maps[kind];
  }

  /** Puts a row in its place, or takes it away. */
  set<K extends Kind>(kind: K, id: number, row: Kinds[K] | undefined): void {
    const map: Map<number, Kinds[K]> = this.maps[kind];
    if (isSame(map.get(id), row)) return;
    if (row) map.set(id, row);
    else map.delete(id);
    this.changed.set(`${kind} ${id}`, { kind, id });
  }

  /** What has changed since the last time that somebody asked. */
  takeChanged(): readonly Place[] {
    const places = [...this.changed.values()];
    this.changed = new Map();
    return places;
  }
}

/** Whether both say the same: rows are plain data whose fields are in the order of the program. */
export function isSame(one: Row | undefined, other: Row | undefined): boolean {
  if (one === other) return true;
  return one !== undefined && other !== undefined && JSON.stringify(one) === JSON.stringify(other);
}
