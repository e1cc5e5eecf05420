import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { type Person, personIn } from '../users/person.entity.js';

/** An instance that was not seen for so long is gone, and the people on it with it. */
const LOST_AFTER_SECONDS = 10;
/** NOTIFY carries less than 8,000 bytes. */
const PROJECTS_IN_ONE = 300;
/** So many people of a project are shown, those with the lowest ids. */
const MOST_SHOWN = 100;

export const CHANNEL = 'fasttrack_presence';

/** Where somebody is, as far as one instance knows. */
export interface PresenceEntry {
  projectId: number;
  userId: number;
  taskId: number | null;
  focusedAt: Date | null;
}

/** Somebody who follows a project on an instance no more. */
export type Absence = Pick<PresenceEntry, 'projectId' | 'userId'>;

export interface PersonPresent {
  projectId: number;
  person: Person;
  taskId: number | null;
}

const BEAT = `
  INSERT INTO live_instances AS i (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET seen_at = now()
  RETURNING xmax = 0 AS "isNew"`;

const SWEEP = `DELETE FROM live_instances WHERE seen_at < now() - make_interval(secs => ${LOST_AFTER_SECONDS})`;

const PUT = `
  INSERT INTO presences AS p (project_id, user_id, instance_id, task_id, focused_at)
  SELECT a.project_id, a.user_id, $1, a.task_id, a.focused_at
  FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[]) AS a (project_id, user_id, task_id, focused_at)
  ON CONFLICT (project_id, user_id, instance_id)
  DO UPDATE SET task_id = excluded.task_id, focused_at = excluded.focused_at`;

const REMOVE = `
  DELETE FROM presences p USING unnest($2::bigint[], $3::bigint[]) AS a (project_id, user_id)
  WHERE p.instance_id = $1 AND p.project_id = a.project_id AND p.user_id = a.user_id`;

const REMOVE_ALL = `
  WITH gone AS (DELETE FROM presences WHERE instance_id = $1 RETURNING project_id)
  SELECT DISTINCT project_id AS id FROM gone`;

/** Each once, with what they said last. A task that is not in the project any more is none. */
const PRESENT = `
  SELECT a.project_id AS "projectId", x.person, x."taskId" FROM unnest($1::bigint[]) AS a (project_id) CROSS JOIN LATERAL (
    SELECT DISTINCT ON (p.user_id) p.user_id, ${personIn('u')} AS person, t.id AS "taskId"
    FROM presences p
    JOIN live_instances i ON i.id = p.instance_id AND i.seen_at >= now() - make_interval(secs => ${LOST_AFTER_SECONDS})
    JOIN users u ON u.id = p.user_id
    LEFT JOIN tasks t ON t.id = p.task_id AND t.project_id = p.project_id
    WHERE p.project_id = a.project_id ORDER BY p.user_id, p.focused_at DESC NULLS LAST LIMIT ${MOST_SHOWN}
  ) x ORDER BY a.project_id, x.user_id`;

const IN_PROJECT = 'SELECT FROM tasks WHERE id = $1 AND project_id = $2';

/** Who is present where, on all instances. */
@Injectable()
export class PresenceRepository {
  constructor(private readonly db: Database) {}

  /** @returns whether the instance was not known */
  async beat(instanceId: string): Promise<boolean> {
    await this.db.execute(SWEEP);
    const [row] = await this.db.query<{ isNew: boolean }>(BEAT, [instanceId]);
    return row?.isNew ?? true;
  }

  /** Fails for an instance that is not known. Others hear of it. */
  async save(instanceId: string, here: readonly PresenceEntry[], gone: readonly Absence[]): Promise<void> {
    await this.db.transaction(async () => {
      const list = (part: keyof PresenceEntry) => here.map((one) => one[part]);
      const values = [instanceId, list('projectId'), list('userId'), list('taskId'), list('focusedAt')];
      if (here.length > 0) await this.db.execute(PUT, values);
      const absent = [instanceId, gone.map(({ projectId }) => projectId), gone.map(({ userId }) => userId)];
      if (gone.length > 0) await this.db.execute(REMOVE, absent);
      await this.tell(instanceId, [...new Set([...here, ...gone].map(({ projectId }) => projectId))]);
    });
  }

  /** The instance is no more. */
  async remove(instanceId: string): Promise<void> {
    await this.db.transaction(async () => {
      const projects = await this.db.query<{ id: number }>(REMOVE_ALL, [instanceId]);
      await this.db.execute('DELETE FROM live_instances WHERE id = $1', [instanceId]);
      await this.tell(
        instanceId,
        projects.map(({ id }) => id),
      );
    });
  }

  async present(projectIds: readonly number[]): Promise<PersonPresent[]> {
    return this.db.query<PersonPresent & Record<string, unknown>>(PRESENT, [projectIds]);
  }

  async isInProject(taskId: number, projectId: number): Promise<boolean> {
    return (await this.db.execute(IN_PROJECT, [taskId, projectId])) > 0;
  }

  private async tell(instanceId: string, projectIds: readonly number[]): Promise<void> {
    for (let from = 0; from < projectIds.length; from += PROJECTS_IN_ONE) {
      const payload = JSON.stringify([instanceId, projectIds.slice(from, from + PROJECTS_IN_ONE)]);
      await this.db.execute('SELECT pg_notify($1, $2)', [CHANNEL, payload]);
    }
  }
}
