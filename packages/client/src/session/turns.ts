import { browser } from '../browser.js';

/** Runs one piece of work at a time among all that share a name. */
export type Lock = <T>(name: string, work: () => Promise<T>) => Promise<T>;

const turns = new Map<string, Promise<unknown>>();

/** Takes turns among all tabs of a browser; where there are no Web Locks, among all clients of the program. */
export const takeTurn: Lock = (name, work) => {
  const { locks } = browser.navigator ?? {};
  if (locks) return locks.request(name, work);
  const turn = (turns.get(name) ?? Promise.resolve()).then(work, work);
  turns.set(name, turn);
  return turn;
};
