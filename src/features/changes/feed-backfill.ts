import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { FeedItem } from './project-change.entity.js';
import { FeedItemRepository } from './feed-item.repository.js';

/** So many tasks, with what hangs on them, are one step. */
const STEP = 500;
/** Things that are numbered with one statement. */
const AT_ONCE = 5_000;

const BEGIN = `
  INSERT INTO project_feeds (project_id, filled_at) SELECT id, CASE WHEN $2 THEN now() END FROM all_projects
  WHERE id = ANY ($1::bigint[]) FOR KEY SHARE ON CONFLICT DO NOTHING`;

/** A project without a feed that was made just now gets it from the courier. */
const IS_NEW = `SELECT FROM projects WHERE id = $1 AND created_at > now() - interval '1 minute'`;

const TASKS = 'SELECT id, number FROM tasks WHERE project_id = $1 AND number > $2 ORDER BY number LIMIT $3';

/** What the courier has numbered already stays. */
const ADD = `
  WITH missing AS (
    SELECT t.kind, t.id, t.task_id, t.other_task_id, row_number() OVER (ORDER BY t.place) AS nth
    FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[]) WITH ORDINALITY
      AS t (kind, id, task_id, other_task_id, place)
    WHERE NOT EXISTS (SELECT FROM project_changes c WHERE c.project_id = $1 AND c.kind = t.kind AND c.id = t.id)
  ), counted AS (
    UPDATE project_feeds SET last_seq = last_seq + (SELECT count(*) FROM missing) WHERE project_id = $1
    RETURNING last_seq - (SELECT count(*) FROM missing) AS before
  )
  INSERT INTO project_changes (project_id, kind, id, seq, deleted, task_id, other_task_id)
  SELECT $1, kind, id, before + nth, false, task_id, other_task_id FROM missing, counted`;

const HOLD = 'SELECT FROM project_feeds WHERE project_id = $1 FOR UPDATE';
const DONE = 'UPDATE project_feeds SET filled_at = now() WHERE project_id = $1';

/**
 * Takes what a project had before it had a feed into it, when somebody first asks. Each step commits by itself, so the
 * courier doesn't wait; a backfill that was interrupted begins again and adds what is missing.
 *
 * @spec SPEC-032.9
 */
@Injectable()
export class FeedBackfill {
  private readonly running = new Map<number, Promise<void>>();

  constructor(
    private readonly db: Database,
    private readonly things: FeedItemRepository,
  ) {}

  /** The feeds of projects that were just made: all that will be in them has its event. */
  async begin(projectIds: readonly number[]): Promise<void> {
    if (projectIds.length > 0) await this.db.execute(BEGIN, [projectIds, true]);
  }

  /** Resolves when everything that the project has is in its feed; false where it is a new one, without a feed yet. */
  async fill(projectId: number, hasFeed: boolean): Promise<boolean> {
    if (!hasFeed && (await this.db.execute(IS_NEW, [projectId])) > 0) return false;
    const running =
      this.running.get(projectId) ??
      this.db.outside(() => this.run(projectId)).finally(() => this.running.delete(projectId));
    this.running.set(projectId, running);
    await running;
    return true;
  }

  private async run(projectId: number): Promise<void> {
    await this.db.execute(BEGIN, [[projectId], false]);
    await this.add(projectId, () => this.things.besideTasks(projectId));
    for (let after = 0; ;) {
      const tasks = await this.db.query<{ id: number; number: number }>(TASKS, [projectId, after, STEP]);
      const ids = tasks.map(({ id }) => id);
      await this.add(projectId, () => this.things.onTasks(projectId, ids));
      after = tasks.at(-1)?.number ?? after;
      if (tasks.length < STEP) break;
    }
    await this.db.execute(DONE, [projectId]);
  }

  /** The things are read while the feed is held: whatever changes them later is numbered later. */
  private async add(projectId: number, find: () => Promise<FeedItem[]>): Promise<void> {
    await this.db.transaction(async () => {
      await this.db.execute(HOLD, [projectId]);
      const things = await find();
      for (let from = 0; from < things.length; from += AT_ONCE) {
        await this.addSome(projectId, things.slice(from, from + AT_ONCE));
      }
    });
  }

  private async addSome(projectId: number, things: readonly FeedItem[]): Promise<void> {
    const links = await this.things.links(things);
    const there = things.map((thing, nth) => ({ ...thing, links: links.get(nth) })).filter((thing) => thing.links);
    await this.db.execute(ADD, [
      projectId,
      there.map(({ kind }) => kind),
      there.map(({ id }) => id),
      there.map((thing) => thing.links?.taskId),
      there.map((thing) => thing.links?.otherTaskId),
    ]);
  }
}
