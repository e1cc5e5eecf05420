const BATCH = 500;

/**
 * One statement takes what waits, tells those concerned, counts for the projects, and finishes: set by set. Rows are
 * found again by their place, and events by their key, whatever the planner thinks of a queue that was empty when it was
 * analyzed.
 */
const DELIVER = `
  WITH due AS (
    SELECT ctid AS place, event_id, subscriber FROM floor_deliveries
    WHERE NOT outside AND dead_at IS NULL AND due_at <= now()
    ORDER BY due_at, event_id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
  ), taken AS (
    SELECT due.*, e.actor_id, e.data
    FROM due CROSS JOIN LATERAL (SELECT actor_id, data FROM events WHERE id = due.event_id LIMIT 1) e
  ), concerned AS (
    SELECT DISTINCT taken.event_id, person.id AS user_id, taken.data
    FROM taken, LATERAL (VALUES ((data->>'ownerId')::bigint), ((data->>'assigneeId')::bigint)) AS person (id)
    WHERE taken.subscriber = 'notifications' AND person.id <> taken.actor_id
  ), counters AS (
    INSERT INTO notification_counters (user_id, last_seq)
    SELECT user_id, count(*) FROM concerned GROUP BY user_id ORDER BY user_id
    ON CONFLICT (user_id) DO UPDATE SET last_seq = notification_counters.last_seq + EXCLUDED.last_seq
    RETURNING user_id, last_seq
  ), told AS (
    INSERT INTO notifications (user_id, seq, type, data)
    SELECT user_id, last_seq + 1 - row_number() OVER (PARTITION BY user_id ORDER BY event_id DESC), 'status_changed',
      jsonb_build_object(
        'task_id', data->'taskId', 'project_id', data->'projectId', 'old', data->'old', 'new', data->'new')
    FROM concerned JOIN counters USING (user_id)
  ), changes AS (
    SELECT (data->>'projectId')::bigint AS project_id, change.status, sum(change.by)::int AS by
    FROM taken, LATERAL (VALUES
      (data->>'old', -1), (data->>'new', 1), (CASE WHEN data->>'new' IS NULL THEN data->>'status' END, 1)
    ) AS change (status, by)
    WHERE taken.subscriber = 'statistics' GROUP BY 1, 2
  ), sums AS (
    SELECT project_id, coalesce(sum(by) FILTER (WHERE status = 'todo'), 0) AS todo,
      coalesce(sum(by) FILTER (WHERE status = 'in_progress'), 0) AS in_progress,
      coalesce(sum(by) FILTER (WHERE status = 'done'), 0) AS done
    FROM changes GROUP BY project_id
  ), counted AS (
    UPDATE projects SET todo_count = todo_count + sums.todo,
      in_progress_count = in_progress_count + sums.in_progress, done_count = done_count + sums.done
    FROM sums WHERE projects.id = sums.project_id
  )
  DELETE FROM floor_deliveries WHERE ctid = ANY (ARRAY(SELECT place FROM taken))`;

/** Woken after a commit; one round at a time, until nothing waits. */
export class FloorCourier {
  #pool;
  #isBusy = false;
  #isWanted = false;

  constructor(pool) {
    this.#pool = pool;
  }

  wake() {
    this.#isWanted = true;
    if (!this.#isBusy) setImmediate(() => void this.#deliver());
  }

  async #deliver() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      while (this.#isWanted) {
        this.#isWanted = false;
        const { rowCount } = await this.#pool.query({ name: 'deliver', text: DELIVER });
        if (rowCount === BATCH) this.#isWanted = true;
      }
    } catch (error) {
      console.error(error);
    } finally {
      this.#isBusy = false;
    }
  }
}
