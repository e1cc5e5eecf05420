import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { FeedKindName } from '../projects/feed-kinds/feed-kind.entity.js';
import type { Change, FeedHead, FeedPage, NewChange } from './project-change.entity.js';

/**
 * Each project's counter moves on by as many changes as there are, and is locked until the transaction ends: what is
 * numbered is read in the order of its numbers, without gaps. Counters are taken in the order of projects. Projects that
 * are gone are passed over.
 */
const NUMBER = `
  WITH touched AS (
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::boolean[], $5::bigint[], $6::bigint[], $7::bigint[],
      $8::text[]) WITH ORDINALITY AS t (project_id, kind, id, deleted, task_id, other_task_id, actor_id, request_id, place)
  ), held AS MATERIALIZED (
    SELECT id FROM all_projects WHERE id = ANY ($1::bigint[]) ORDER BY id FOR KEY SHARE
  ), news AS (
    SELECT t.*, row_number() OVER (PARTITION BY t.project_id ORDER BY t.place) AS nth
    FROM touched t JOIN held ON held.id = t.project_id
  ), counts AS (
    SELECT project_id, count(*) AS more FROM news GROUP BY project_id ORDER BY project_id
  ), counted AS (
    INSERT INTO project_feeds AS f (project_id, last_seq) SELECT project_id, more FROM counts
    ON CONFLICT (project_id) DO UPDATE SET last_seq = f.last_seq + excluded.last_seq
    RETURNING project_id, last_seq
  ), numbered AS (
    INSERT INTO project_changes AS c
      (project_id, kind, id, seq, deleted, task_id, other_task_id, actor_id, request_id, changed_at)
    SELECT project_id, kind, id, last_seq - more + nth, deleted, task_id, other_task_id, actor_id, request_id,
      clock_timestamp()
    FROM news JOIN counts USING (project_id) JOIN counted USING (project_id)
    ON CONFLICT (project_id, kind, id) DO UPDATE SET seq = excluded.seq, deleted = excluded.deleted,
      task_id = coalesce(excluded.task_id, c.task_id),
      other_task_id = coalesce(excluded.other_task_id, c.other_task_id),
      actor_id = excluded.actor_id, request_id = excluded.request_id, changed_at = excluded.changed_at
  )
  SELECT project_id AS "projectId", last_seq AS seq FROM counted`;

const HEAD = `
  f.project_id AS "projectId", f.last_seq AS "lastSeq", f.forgotten_seq AS "forgottenSeq", f.forgettings,
  f.filled_at IS NOT NULL AS "isFilled"`;

/** A page of each kind that is asked for, from an index; where that is all of them, one of the feed. */
const page = (changes: string) => `
  SELECT ${HEAD}, c.kind, c.id, c.seq, c.actor_id AS "actorId", c.request_id AS "requestId"
  FROM project_feeds f LEFT JOIN LATERAL (${changes} ORDER BY seq LIMIT $3) c ON true
  WHERE f.project_id = $1 ORDER BY c.seq`;

const ALL = page('SELECT * FROM project_changes WHERE project_id = $1 AND seq > $2');
const SOME = page(`
  SELECT one.* FROM unnest($4::text[]) AS wanted (kind) CROSS JOIN LATERAL (
    SELECT * FROM project_changes WHERE project_id = $1 AND kind = wanted.kind AND seq > $2 ORDER BY seq LIMIT $3
  ) one`);

const HEADS = `SELECT ${HEAD} FROM project_feeds f WHERE f.project_id = ANY ($1::bigint[])`;

/** Oldest first; the numbers up to which deletions are forgotten are kept with the project. */
const FORGET = `
  WITH old AS MATERIALIZED (
    SELECT project_id, kind, id, seq FROM project_changes
    WHERE deleted AND changed_at < now() - make_interval(days => $1) ORDER BY changed_at LIMIT $2
  ), held AS MATERIALIZED (
    SELECT project_id FROM project_feeds WHERE project_id IN (SELECT project_id FROM old) ORDER BY project_id FOR UPDATE
  ), gone AS (
    DELETE FROM project_changes c USING old, held
    WHERE held.project_id = old.project_id AND c.project_id = old.project_id AND c.kind = old.kind AND c.id = old.id
      AND c.seq = old.seq
    RETURNING c.project_id, c.seq
  ), marked AS (
    UPDATE project_feeds f SET forgotten_seq = greatest(f.forgotten_seq, g.seq), forgettings = f.forgettings + 1
    FROM (SELECT project_id, max(seq) AS seq FROM gone GROUP BY project_id) g WHERE f.project_id = g.project_id
  )
  SELECT count(*) AS count FROM gone`;

type Row = Record<string, unknown>;
type PageRow = FeedHead & Omit<Change, 'seq'> & { seq: number | null };

/** The numbered changes of all projects. */
@Injectable()
export class ChangeRepository {
  constructor(private readonly db: Database) {}

  /** @returns the newest number of each project */
  async number(changes: readonly NewChange[]): Promise<{ projectId: number; seq: number }[]> {
    const list = (part: keyof NewChange) => changes.map((change) => change[part]);
    const things = [list('projectId'), list('kind'), list('id'), list('deleted'), list('taskId'), list('otherTaskId')];
    return this.db.query<{ projectId: number; seq: number } & Row>(NUMBER, [
      ...things,
      list('actorId'),
      list('requestId'),
    ]);
  }

  /** Null for a project that has no feed yet. Without `kinds`, changes of all kinds. */
  async page(
    projectId: number,
    { since, limit, kinds }: { since: number; limit: number; kinds?: readonly FeedKindName[] },
  ): Promise<FeedPage | null> {
    const values = [projectId, since, limit];
    const rows = await this.db.query<PageRow & Row>(kinds ? SOME : ALL, kinds ? [...values, kinds] : values);
    if (!rows[0]) return null;
    return { head: rows[0], changes: rows.filter((row): row is PageRow & Change & Row => row.seq !== null) };
  }

  /** Those that have a feed. */
  heads(projectIds: readonly number[]): Promise<FeedHead[]> {
    return this.db.query<FeedHead & Row>(HEADS, [projectIds]);
  }

  /** @returns how many deletions were forgotten */
  async forget(olderThanDays: number, limit: number): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(FORGET, [olderThanDays, limit]);
    return row?.count ?? 0;
  }
}
