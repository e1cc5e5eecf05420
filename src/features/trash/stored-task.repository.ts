import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { StaleRow } from '../../platform/database/stale-row.js';
import { Task } from '../tasks/task.entity.js';
import { PERSON_FIELDS } from '../users/person.entity.js';

const SET_DELETED = `
  UPDATE all_tasks SET deleted_at = $3, version = version + 1, updated_at = now() WHERE id = $1 AND version = $2`;
const PURGE = 'DELETE FROM all_tasks WHERE id = $1 AND version = $2';
const PURGE_OLD = `
  DELETE FROM all_tasks WHERE id IN (
    SELECT id FROM all_tasks WHERE deleted_at < now() - make_interval(days => $1) LIMIT $2)`;

/** All tasks of projects that are not in the trash, deleted ones included. */
@Injectable()
export class StoredTaskRepository extends EntityRepository<Task> {
  private readonly byId = `
    SELECT ${this.columns('t')}, ${this.joined('u', 'assignee', ['id', ...PERSON_FIELDS])},
      ${this.joined('p', 'project', ['id', 'key', 'name', 'status', 'ownerId'])}, m.role AS "project.role"
    FROM all_tasks t JOIN projects p ON p.id = t.project_id LEFT JOIN users u ON u.id = t.assignee_id
    LEFT JOIN project_members m ON m.project_id = t.project_id AND m.user_id = $2 WHERE t.id = $1`;

  constructor(db: Database) {
    super(Task, db);
  }

  /** With the role of this person in its project. */
  findFor(personId: number, id: number): Promise<Task | null> {
    return this.selectOne(this.byId, [id, personId]);
  }

  /** Moves it to the trash, or out of it. @throws StaleRow when it changed since it was read */
  async setDeleted({ id, version }: Task, deletedAt: Date | null): Promise<void> {
    if ((await this.execute(SET_DELETED, [id, version, deletedAt])) === 0) throw new StaleRow();
  }

  /** Deletes it for good. @throws StaleRow, as `setDeleted` does */
  async purge({ id, version }: Task): Promise<void> {
    if ((await this.execute(PURGE, [id, version])) === 0) throw new StaleRow();
  }

  /** @returns how many were deleted for good */
  purgeOld(days: number, limit: number): Promise<number> {
    return this.execute(PURGE_OLD, [days, limit]);
  }
}
