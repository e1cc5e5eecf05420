import { TaskAssigned } from '../../src/features/tasks/task.events.js';
import { Events } from '../../src/platform/events/events.js';
import type { TestApp } from './app.js';

const data = { taskId: 1, projectId: 1, project: 'Garden', title: 'Water the beds', ownerId: 0 };

/** Gives people this many notifications each, in one transaction, without the tasks that they are about. */
export async function tell(app: TestApp, people: { id: number } | { id: number }[], count = 1): Promise<void> {
  const events = app.get(Events);
  await app.database.transaction(async () => {
    for (let nth = 1; nth <= count; nth++) {
      for (const { id } of [people].flat()) {
        await events.record(null, new TaskAssigned({ ...data, title: `Task ${nth}`, assigneeId: id }));
      }
    }
  });
}
