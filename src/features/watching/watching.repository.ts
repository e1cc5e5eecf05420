import './watching.errors.js';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { roleIn } from '../projects/project-member.entity.js';
import { holds } from '../roles/permissions/permission.entity.js';
import { TaskWatcher } from '../tasks/audience/task-watcher.entity.js';
import { PERSON_FIELDS } from '../users/person.entity.js';

const ADD = 'INSERT INTO task_watchers (task_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING';
const REMOVE = 'DELETE FROM task_watchers WHERE task_id = $1 AND user_id = $2';

@Injectable()
export class WatchingRepository extends EntityRepository<TaskWatcher> {
  private readonly page = `
    SELECT ${this.columns('w')}, ${this.related('user', PERSON_FIELDS, 'w')}
    FROM task_watchers w JOIN tasks t ON t.id = w.task_id
    WHERE w.task_id = $1 AND w.user_id > $2 AND (
      w.user_id = t.assignee_id OR ${roleIn('t.project_id', 'w.user_id')} IS NOT NULL
      OR ${holds('w.user_id', 'manage_all_projects')})
    ORDER BY w.user_id LIMIT $3`;

  constructor(db: Database) {
    super(TaskWatcher, db);
  }

  /** Those who may still read the task. */
  listOfTask(taskId: number, { after, limit }: { after: number | null; limit: number }): Promise<TaskWatcher[]> {
    return this.select(this.page, [taskId, after ?? 0, limit + 1]);
  }

  /** Returns false for somebody who watches the task already. */
  async addOf(taskId: number, userId: number): Promise<boolean> {
    return (await this.execute(ADD, [taskId, userId])) > 0;
  }

  /** Returns false for somebody who doesn't watch the task. */
  async removeOf(taskId: number, userId: number): Promise<boolean> {
    return (await this.execute(REMOVE, [taskId, userId])) > 0;
  }
}
