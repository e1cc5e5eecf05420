import type { Blocking } from './rows/row.repository.js';

/**
 * Those of the relations that are part of a circle, or lie between two: what is left when tasks that nothing blocks are
 * taken away again and again, and tasks that block nothing.
 */
export function circlesIn(blocking: readonly Blocking[]): Blocking[] {
  const down = pruned(blocking, 'to', 'from');
  return pruned(down, 'from', 'to');
}

function pruned(edges: readonly Blocking[], into: 'from' | 'to', out: 'from' | 'to'): Blocking[] {
  const left = new Set(edges);
  const leaving = new Map<number, Blocking[]>();
  const arriving = new Map<number, number>();
  for (const edge of edges) {
    const others = leaving.get(edge[out]);
    if (others) others.push(edge);
    else leaving.set(edge[out], [edge]);
    arriving.set(edge[into], (arriving.get(edge[into]) ?? 0) + 1);
  }
  const free = [...leaving.keys()].filter((task) => !arriving.has(task));
  for (let task = free.pop(); task !== undefined; task = free.pop()) {
    for (const edge of leaving.get(task) ?? []) {
      left.delete(edge);
      const others = (arriving.get(edge[into]) ?? 1) - 1;
      arriving.set(edge[into], others);
      if (others === 0) free.push(edge[into]);
    }
  }
  return [...left];
}
