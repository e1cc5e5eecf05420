import './reminder.errors.js';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { Reminder } from './reminder.entity.js';
import type { ReminderDue } from './reminder.events.js';

/** The account is what comes first in the order of locks. Rows that refer to it can be written meanwhile. */
const TAKE_TURN = 'SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE';
const COUNT = 'SELECT count(*)::int AS count FROM reminders WHERE user_id = $1 AND task_id = $2';
const REMOVE = 'DELETE FROM reminders WHERE id = $1';

/**
 * Whoever deletes a row here tells of it, so nobody else does. Those of tasks in the trash are set aside. The task is
 * locked, so that it doesn't come back from the trash between the look at it and the end; one that is being changed at
 * this moment is left for the next time.
 */
const TAKE_DUE = `
  WITH due AS (
    SELECT id, task_id FROM reminders WHERE NOT is_waiting AND remind_at <= $1
    ORDER BY remind_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
  ), seen AS MATERIALIZED (
    SELECT due.id, t.project_id, t.is_live FROM due CROSS JOIN LATERAL (
      SELECT project_id, deleted_at IS NULL AS is_live FROM all_tasks WHERE id = due.task_id
      LIMIT 1 FOR SHARE SKIP LOCKED
    ) t
  ), set_aside AS (
    UPDATE reminders SET is_waiting = true WHERE id = ANY (ARRAY(SELECT id FROM seen WHERE NOT is_live))
  ), taken AS (
    DELETE FROM reminders WHERE id = ANY (ARRAY(SELECT id FROM seen WHERE is_live))
    RETURNING id, task_id, user_id, remind_at
  )
  SELECT taken.id AS "reminderId", task_id AS "taskId", project_id AS "projectId", user_id AS "userId",
    remind_at AS "remindAt"
  FROM taken JOIN seen ON seen.id = taken.id ORDER BY remind_at, taken.id`;

/** Also those that are not set aside yet: they may be at this moment. */
const WAKE_OF_TASK = 'UPDATE reminders SET is_waiting = false WHERE task_id = $1';
const WAKE_OF_PROJECT = `
  UPDATE reminders SET is_waiting = false WHERE task_id IN (SELECT id FROM tasks WHERE project_id = $1)`;

type Due = Omit<ReminderDue['data'], 'remindAt'> & { remindAt: Date };

@Injectable()
export class ReminderRepository extends EntityRepository<Reminder> {
  private readonly byId = `SELECT ${this.columns()} FROM reminders WHERE id = $1`;
  private readonly page = `
    SELECT ${this.columns()} FROM reminders WHERE user_id = $1 AND task_id = $2 AND id > $3 ORDER BY id LIMIT $4`;

  constructor(db: Database) {
    super(Reminder, db);
  }

  findById(id: number): Promise<Reminder | null> {
    return this.lookUp(this.byId, [id]);
  }

  listOwn(userId: number, taskId: number, { after, limit }: { after: number | null; limit: number }) {
    return this.select(this.page, [userId, taskId, after ?? 0, limit + 1]);
  }

  /** Those who add reminders of one person do so one after the other, until their transactions end. */
  async takeTurn(userId: number): Promise<void> {
    await this.execute(TAKE_TURN, [userId]);
  }

  async countOwn(userId: number, taskId: number): Promise<number> {
    const [row] = await this.rows<{ count: number }>(COUNT, [userId, taskId]);
    return row?.count ?? 0;
  }

  /** Returns false for one that is gone: deleted, or due meanwhile. */
  async removeOne(id: number): Promise<boolean> {
    return (await this.execute(REMOVE, [id])) > 0;
  }

  /** Deletes those that are due, and returns them, the earliest first. */
  takeDue(now: Date, limit: number): Promise<Due[]> {
    return this.rows<Due & Record<string, unknown>>(TAKE_DUE, [now, limit]);
  }

  async wakeOfTask(taskId: number): Promise<void> {
    await this.execute(WAKE_OF_TASK, [taskId]);
  }

  async wakeOfProject(projectId: number): Promise<void> {
    await this.execute(WAKE_OF_PROJECT, [projectId]);
  }
}
