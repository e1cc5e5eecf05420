import { AppError } from '../../platform/errors/app-error.js';
import { Task, TASK_STATUSES, type TaskStatus } from './task.entity.js';

const ALLOWED: Record<TaskStatus, TaskStatus[]> = {
  todo: ['todo', 'in_progress'],
  in_progress: ['todo', 'in_progress', 'done'],
  done: ['todo', 'in_progress', 'done'],
};

const ALL = TASK_STATUSES.flatMap((from) => TASK_STATUSES.map((to) => [from, to] as const));

test.each(ALL)('SPEC-003.12, SPEC-003.13: a task that is %s becomes %s, or says why not', (from, to) => {
  const task = Object.assign(new Task(), { status: from });
  if (ALLOWED[from].includes(to)) {
    task.changeStatus(to);
    expect(task.status).toBe(to);
  } else {
    expect(() => task.changeStatus(to)).toThrow(AppError);
    expect(task.status).toBe(from);
  }
});

test('SPEC-003.11: describing a task leaves alone what is not given', () => {
  const task = Object.assign(new Task(), { title: 'Sow', description: 'Early', priority: 'low' as const });
  task.edit({ title: 'Weed', description: undefined });
  expect(task).toEqual({ title: 'Weed', description: 'Early', priority: 'low' });
  task.edit({ description: null });
  expect(task.description).toBeNull();
});
