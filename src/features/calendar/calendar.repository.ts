import './calendar.errors.js';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Actor } from '../../platform/request/actor.js';
import { holds } from '../roles/permissions/permission.entity.js';
import { sessionLives } from '../sessions/session.entity.js';
import type { CalendarTask } from './calendar-file.js';

/** More than anybody has to do, and few enough for one answer. */
export const MAX_TASKS = 2_000;
/** In characters, of each description. */
const DESCRIPTION = 1_000;

const HOLD = 'SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE';

const KEEP = `
  INSERT INTO calendar_addresses (user_id, token_hash) SELECT $1, $2 WHERE ${sessionLives('$3')}
  ON CONFLICT (user_id) DO UPDATE SET token_hash = EXCLUDED.token_hash, created_at = now()`;

const REVOKE = 'DELETE FROM calendar_addresses WHERE user_id = $1';

const FIND = `
  SELECT u.id, u.display_name AS name FROM calendar_addresses c JOIN users u ON u.id = c.user_id
  WHERE c.token_hash = $1 AND u.is_active AND ${holds('u.id', 'read_task')}`;

const LABELS = `
  ARRAY(
    SELECT l.name FROM task_labels tl JOIN labels l ON l.id = tl.label_id WHERE tl.task_id = t.id ORDER BY l.name, l.id
  )`;

/** From each of the two statuses the first ones, by the index. */
const TASKS = `
  SELECT t.id, t.number, p.key, p.name AS project, t.title, left(t.description, ${DESCRIPTION}) AS description, t.priority,
    t.due_on::text AS "dueOn", t.version, t.created_at AS "createdAt", t.updated_at AS "updatedAt", ${LABELS} AS labels
  FROM unnest(ARRAY['todo', 'in_progress']) AS wanted (status)
  CROSS JOIN LATERAL (
    SELECT * FROM tasks a WHERE a.assignee_id = $1 AND a.status = wanted.status AND COALESCE(a.due_on, 'infinity') < 'infinity'
    ORDER BY COALESCE(a.due_on, 'infinity'), a.id LIMIT ${MAX_TASKS}
  ) t
  JOIN projects p ON p.id = t.project_id AND p.status = 'active'
  ORDER BY t.due_on, t.id LIMIT ${MAX_TASKS}`;

type Row = Record<string, unknown>;

@Injectable()
export class CalendarRepository {
  constructor(private readonly db: Database) {}

  /** In the place of the address that there was; false where the session that asks has ended. In a transaction. */
  async keep({ id, sessionId }: Pick<Actor, 'id' | 'sessionId'>, tokenHash: Buffer): Promise<boolean> {
    await this.db.execute(HOLD, [id]);
    return (await this.db.execute(KEEP, [id, tokenHash, sessionId])) > 0;
  }

  /** Whether there was one. */
  async revoke(userId: number): Promise<boolean> {
    return (await this.db.execute(REVOKE, [userId])) > 0;
  }

  /** Whose calendar it is, if they are active and may read tasks. */
  async findOwner(tokenHash: Buffer): Promise<{ id: number; name: string } | null> {
    return (await this.db.query<{ id: number; name: string }>(FIND, [tokenHash]))[0] ?? null;
  }

  /** What is assigned to somebody, not done, in active projects, and due on a day; that which is due first. */
  listDue(userId: number): Promise<CalendarTask[]> {
    return this.db.query<CalendarTask & Row>(TASKS, [userId]);
  }
}
