import type { Task } from '@fasttrack/client';
import { computed, signal } from '@preact/signals';
import { daysUntil } from '../parts/time.js';

export type Days = '' | 'overdue' | 'soon';

/** What a board is narrowed to. */
export class Filters {
  readonly text = signal('');
  /** The id of a person, `none`, or nothing. */
  readonly assignee = signal('');
  readonly label = signal('');
  readonly days = signal<Days>('');

  readonly areSet = computed(() =>
    Boolean(this.text.value.trim() || this.assignee.value || this.label.value || this.days.value),
  );

  clear(): void {
    this.text.value = this.assignee.value = this.label.value = '';
    this.days.value = '';
  }

  /** Whether a task is shown. */
  test(): (task: Task) => boolean {
    const words = this.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const [assignee, label, days] = [this.assignee.value, Number(this.label.value), this.days.value];
    return (task) =>
      (!assignee || (assignee === 'none' ? task.assignee === null : task.assignee?.id === Number(assignee))) &&
      (!label || task.labels.some(({ id }) => id === label)) &&
      (!days || isDue(task, days)) &&
      (words.length === 0 || has(`${task.ref} ${task.title}`.toLowerCase(), words));
  }
}

function has(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

function isDue({ due_on: due, status }: Task, days: Days): boolean {
  if (!due || status === 'done') return false;
  const left = daysUntil(due);
  return days === 'overdue' ? left < 0 : left <= 7;
}
