import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { StaleRow } from '../../platform/database/stale-row.js';
import { Task } from '../tasks/task.entity.js';
import { labelsOf } from '../tasks/references/task-label.entity.js';
import { PERSON_FIELDS } from '../users/person.entity.js';

const REMOVE = `
  UPDATE all_tasks SET deleted_at = $3, version = version + 1, updated_at = now()
  WHERE id = ANY ($4::bigint[]) AND NOT EXISTS (
    SELECT FROM unnest($1::bigint[], $2::integer[]) AS root (id, version) LEFT JOIN tasks t ON t.id = root.id
    WHERE t.version IS DISTINCT FROM root.version)`;

const HAS_DELETED_PARENT = `
  SELECT FROM all_tasks t JOIN all_tasks parent ON parent.id = t.parent_id AND parent.project_id = t.project_id
  WHERE t.id = $1 AND parent.deleted_at IS NOT NULL`;
const PURGE = 'DELETE FROM all_tasks WHERE id = $1 AND version = $2';
const PURGE_OLD = `
  DELETE FROM all_tasks WHERE id IN (
    SELECT id FROM all_tasks WHERE deleted_at < now() - make_interval(days => $1) LIMIT $2)`;

/** All tasks of projects that are not in the trash, deleted ones included. */
@Injectable()
export class StoredTaskRepository extends EntityRepository<Task> {
  private readonly byId = `
    SELECT ${this.columns('t')}, ${this.joined('u', 'assignee', ['id', ...PERSON_FIELDS])},
      ${this.joined('p', 'project', ['id', 'key', 'name', 'status', 'ownerId'])}, m.role AS "project.role",
      ${labelsOf('t.id')}
    FROM all_tasks t JOIN projects p ON p.id = t.project_id LEFT JOIN users u ON u.id = t.assignee_id
    LEFT JOIN project_members m ON m.project_id = t.project_id AND m.user_id = $2 WHERE t.id = $1`;

  private readonly restored = `
    WITH RECURSIVE tree AS (
      SELECT id, project_id, deleted_at FROM all_tasks WHERE id = $1 AND version = $2 AND deleted_at IS NOT NULL
      UNION ALL SELECT t.id, t.project_id, t.deleted_at FROM tree JOIN all_tasks t
        ON t.parent_id = tree.id AND t.project_id = tree.project_id AND t.deleted_at = tree.deleted_at
    )
    UPDATE all_tasks t SET deleted_at = NULL, version = t.version + 1, updated_at = now(), parent_id = (
      SELECT p.id FROM all_tasks p WHERE p.id = t.parent_id AND p.project_id = t.project_id
    ) FROM tree WHERE t.id = tree.id RETURNING ${this.columns('t')}`;

  constructor(db: Database) {
    super(Task, db);
  }

  /** With the role of this person in its project. */
  findFor(personId: number, id: number): Promise<Task | null> {
    return this.lookUp(this.byId, [id, personId]);
  }

  /**
   * Moves tasks to the trash at the same moment, with all below them.
   *
   * @throws StaleRow when one of them changed since it was read
   */
  async trash(roots: readonly Task[], trees: readonly Task[]): Promise<void> {
    const [ids, versions] = [roots.map(({ id }) => id), roots.map(({ version }) => version)];
    const values = [ids, versions, new Date(), trees.map(({ id }) => id)];
    if ((await this.execute(REMOVE, values)) === 0) throw new StaleRow();
  }

  async hasDeletedParent({ id }: Task): Promise<boolean> {
    return (await this.execute(HAS_DELETED_PARENT, [id])) > 0;
  }

  /**
   * Takes it out of the trash, with all below it that went there at the same moment. It has no parent any more where
   * that has moved to another project.
   *
   * @throws StaleRow, as `trash` does
   */
  async takeOut({ id, version }: Task): Promise<Task[]> {
    const restored = await this.select(this.restored, [id, version]);
    if (restored.length === 0) throw new StaleRow();
    return restored;
  }

  /** Deletes it for good. @throws StaleRow, as `trash` does */
  async purge({ id, version }: Task): Promise<void> {
    if ((await this.execute(PURGE, [id, version])) === 0) throw new StaleRow();
  }

  /** @returns how many were deleted for good */
  purgeOld(days: number, limit: number): Promise<number> {
    return this.execute(PURGE_OLD, [days, limit]);
  }
}
