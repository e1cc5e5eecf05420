import type { Task } from '@fasttrack/client';

export type Status = Task['status'];

export const STATUSES: readonly Status[] = ['todo', 'in_progress', 'done'];
const STEPS: Record<Status, readonly Status[]> = {
  todo: ['in_progress'],
  in_progress: ['todo', 'done'],
  done: ['in_progress', 'todo'],
};

/** Whether a task may go from one to the other, or stays where it is. */
export function allowed(from: Status, to: Status): boolean {
  return from === to || STEPS[from].includes(to);
}
