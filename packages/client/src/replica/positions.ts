const END = 0x10000;

/**
 * A place between two positions, for the time until the program has said the true one. It is made of characters that the
 * program doesn't use, and compares as positions do.
 */
export function between(low: string, high: string | undefined): string {
  let made = '';
  let isBelow = high === undefined;
  for (let index = 0; ; index++) {
    const floor = index < low.length ? low.charCodeAt(index) : 0;
    const ceiling = isBelow ? END : (high ?? '').charCodeAt(index);
    if (ceiling - floor > 1) return made + String.fromCharCode((floor + ceiling) >> 1);
    made += String.fromCharCode(floor);
    isBelow ||= floor < ceiling;
  }
}

interface Placed {
  id: number;
  position: string;
}

/** Where somebody wants to have a task. */
export interface Placement {
  before_id?: number;
  after_id?: number;
  to?: 'first' | 'last';
}

/** The position of a task that is moved among the others; its own where no place is named. */
export function positionAmong(tasks: Iterable<Placed>, task: Placed, { before_id, after_id, to }: Placement): string {
  const neighbour = before_id ?? after_id;
  if (neighbour === undefined && !to) return task.position;
  const others = [...tasks].filter(({ id }) => id !== task.id).sort((a, b) => (a.position < b.position ? -1 : 1));
  const found = others.findIndex(({ id }) => id === neighbour);
  const index = to === 'first' ? 0 : found < 0 ? others.length : before_id === undefined ? found + 1 : found;
  return between(others[index - 1]?.position ?? '', others[index]?.position);
}
