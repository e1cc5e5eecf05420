import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

const LOCK_PEOPLE = 'SELECT FROM users WHERE id = ANY ($1::bigint[]) ORDER BY id FOR KEY SHARE';
const LOCK_TASKS = 'SELECT FROM all_tasks WHERE id = ANY ($1::bigint[]) ORDER BY id FOR NO KEY UPDATE';

/**
 * Locks until the transaction ends what a change of many tasks locks, in the order of the ids, so that two that name the
 * same tasks in another order wait for each other. People come before projects, and tasks after them.
 */
@Injectable()
export class BulkRepository {
  constructor(private readonly db: Database) {}

  /** Whom tasks are given to. */
  async lockPeople(ids: readonly number[]): Promise<void> {
    if (ids.length > 0) await this.db.execute(LOCK_PEOPLE, [ids]);
  }

  async lockTasks(ids: readonly number[]): Promise<void> {
    await this.db.execute(LOCK_TASKS, [ids]);
  }
}
