import { PARTS } from './search-words.js';

/** Hits of one kind that are put in order; those that are older come after them, newest first. */
export const MAX_RANKED = 100;

/** Rows of a kind that are read, newest first: enough to see that a word is common, or to find one that is not rare. */
const [SHORT, LONG] = [128, 1024];

/** With so many hits among the rows of a walk, a word is common: the index would know far too many. */
export const COMMON = 12;

interface Step {
  /** How many rows, in SQL. */
  rows: string;
  /** The step is taken after at least so many hits, and fewer than these. */
  from: number;
  below: number;
}

/** Rows of the first step, and hits that a page needs, with some to spare. */
const [NEAR, PAGE] = [256, 28];

/**
 * A long walk through everybody's rows goes on where that finds enough. With no hit in the first step, the index has few.
 * With some in the second, a third one that is long enough for a page of them costs less than the thousands that the index
 * would know. One more hit than were seen is expected in as many rows: so few say little.
 */
const STEPS: readonly Step[] = [
  { rows: `${NEAR}`, from: 0, below: 1 },
  { rows: `${LONG - NEAR}`, from: 1, below: MAX_RANKED },
  { rows: `${LONG * PAGE} / (walk.hits + 1) - ${LONG}`, from: 3, below: COMMON },
];

/** Comments that are looked at, of each task that somebody is assigned to outside of their projects. */
const MAX_COMMENTS = 100;

/**
 * An array that the planner does not look into. It would make a plan for each search otherwise, since one for these words
 * seems a bit cheaper than one for all: that takes longer than to follow it.
 */
export const given = (place: string, type: string) => `(SELECT ${place}::${type}[])::${type}[]`;

const [WHOLE, BEGINNINGS] = [given('$1', 'text'), given('$2', 'text')];

/** The patterns of whole words are $1, those of beginnings $2; $3 is the rarest word, which is looked for first. */
const SCORE = `
  CASE WHEN e.title LIKE ALL (${WHOLE}) THEN 3 WHEN e.title LIKE ALL (${BEGINNINGS}) THEN 2
    WHEN e.content LIKE ALL (${WHOLE}) THEN 1 ELSE 0 END`;
/** CASE keeps the order: PostgreSQL takes LIKE for the cheaper one, and it costs several times as much. */
const IS_HIT = `CASE WHEN strpos(e.content, $3) > 0 THEN e.content LIKE ALL (${BEGINNINGS}) ELSE false END`;

const ASKED = `unnest(${given('$4', 'text')}, ${given('$5', 'bigint')}) AS asked (kind, before)`;

/** The hits among the rows of each kind that `rows` says, newest first, until there are enough. */
const hitsAmong = (rows: string) => `
  SELECT e.id, ${SCORE} AS score FROM search_entries e WHERE e.kind = asked.kind AND ${rows} AND ${IS_HIT}
  ORDER BY e.kind DESC, e.id DESC LIMIT ${MAX_RANKED}`;

/** Each kind has a question for each part of the index, as PostgreSQL writes an array. OFFSET 0: they are read once. */
const ASKED_IN_PARTS = `(
  SELECT kind, before, parts::tsquery[] AS parts
  FROM unnest(${given('$4', 'text')}, ${given('$5', 'bigint')}, ${given('$6', 'text')}) AS a (kind, before, parts) OFFSET 0
) asked`;

/** One question with all parts in it would compare each row with all of them: the bitmaps of several are put together. */
const IN_ANY_PART = Array.from(
  { length: PARTS },
  (_, part) => `search_lexemes(e.kind, e.project_id, e.content) @@ asked.parts[${part + 1}]`,
).join(' OR ');

/**
 * The newest hits that the index knows. Of what it finds, only ids are kept: they come nearly in order, so that it costs
 * little to sort them, and are gone through from the newest on, for the words that the index was not asked for, and for the
 * scores. IS TRUE keeps the planner from any other index: it would read the whole primary key for the rows before the last one.
 */
const indexed = (narrowed = '') => `
  SELECT e.id, ${SCORE} AS score FROM (
    SELECT known.ids[generate_subscripts(known.ids, 1, true)] AS id FROM (
      SELECT array_agg(e.id ORDER BY e.id) AS ids FROM search_entries e
      WHERE (${IN_ANY_PART}) AND (e.id < asked.before) IS TRUE${narrowed}
    ) known
  ) found CROSS JOIN LATERAL (SELECT * FROM search_entries WHERE kind = asked.kind AND id = found.id LIMIT 1) e
  WHERE ${IS_HIT} LIMIT ${MAX_RANKED}`;

const ofStep = (name: keyof Step) => `(ARRAY[${STEPS.map((step) => step[name]).join(', ')}])[walk.step + 1]`;

/** Through everybody's rows, step after step: for each one, the planner sees one range of the primary key. */
const WALK = `
    WITH RECURSIVE walk AS (
      SELECT 0 AS step, asked.before AS edge, 0::bigint AS hits, NULL::bigint[] AS ids, NULL::int[] AS scores
      UNION ALL
      SELECT walk.step + 1, part.edge, walk.hits + part.hits, part.ids, part.scores FROM walk CROSS JOIN LATERAL (
        WITH edge AS MATERIALIZED (SELECT (
          SELECT id FROM search_entries WHERE kind = asked.kind AND id < walk.edge
          ORDER BY kind DESC, id DESC LIMIT 1 OFFSET ${ofStep('rows')} - 1
        ) AS id)
        SELECT edge.id AS edge, count(hit.id) AS hits, array_agg(hit.id) AS ids, array_agg(hit.score) AS scores
        FROM edge LEFT JOIN LATERAL (${hitsAmong('e.id < walk.edge AND e.id >= coalesce(edge.id, 0)')}) hit ON true
        GROUP BY edge.id
      ) part WHERE walk.edge IS NOT NULL AND walk.hits >= ${ofStep('from')} AND walk.hits < ${ofStep('below')}
    ), last AS (SELECT edge, hits FROM walk ORDER BY step DESC LIMIT 1)`;

/** Among everybody's rows: what a walk has found, or where that is not enough, what the index knows. */
export const IN_EVERYTHING = `
  SELECT asked.kind, found.* FROM ${ASKED_IN_PARTS} CROSS JOIN LATERAL (
    ${WALK}
    SELECT hit.id, hit.score, last.edge FROM last, walk CROSS JOIN LATERAL unnest(walk.ids, walk.scores) AS hit (id, score)
    WHERE hit.id IS NOT NULL AND (last.edge IS NULL OR last.hits >= ${COMMON})
    UNION ALL
    SELECT hit.id, hit.score, NULL FROM last CROSS JOIN LATERAL (${indexed()}) hit
    WHERE last.edge IS NOT NULL AND last.hits < ${COMMON}
  ) found`;

/** How many of everybody's newest rows are hits. */
export const LOOK = `
  SELECT asked.kind, look.hits FROM ${ASKED} CROSS JOIN LATERAL (
    SELECT count(*) AS hits FROM (SELECT e.id, ${SCORE} AS score FROM (
      SELECT * FROM search_entries WHERE kind = asked.kind AND id < asked.before ORDER BY kind DESC, id DESC LIMIT ${SHORT}
    ) e WHERE ${IS_HIT}) hit
  ) look`;

const newestOf = (rows: string, count: number) => `
  SELECT id FROM search_entries WHERE ${rows} AND kind = asked.kind AND id < asked.before
  ORDER BY project_id DESC, kind DESC, id DESC LIMIT ${count}`;

/** Articles belong to no project. */
const readableRows = (count: number) => `
  SELECT e.id FROM unnest(${given('$6', 'bigint')}) AS readable
  CROSS JOIN LATERAL (${newestOf('project_id = readable', count)}) e
  UNION ALL (${newestOf(`project_id IS NULL AND asked.kind = 'article'`, count)})`;

const inProjects = (count: number) => `
  SELECT asked.kind, found.* FROM ${ASKED} CROSS JOIN LATERAL (
    WITH newest AS MATERIALIZED (SELECT id FROM (${readableRows(count)}) rows ORDER BY id DESC LIMIT ${count})
    SELECT hit.id, hit.score, edge.id AS edge
    FROM (SELECT CASE WHEN count(*) = ${count} THEN min(id) END AS id FROM newest) edge
    LEFT JOIN LATERAL (${hitsAmong('e.id = ANY (ARRAY(SELECT id FROM newest))')}) hit ON true
  ) found`;

export type WalkLength = 'short' | 'long';
export const WALKS: Record<WalkLength, string> = { short: inProjects(SHORT), long: inProjects(LONG) };

const fromIndex = (narrowed = '') =>
  `SELECT asked.kind, hit.*, NULL AS edge FROM ${ASKED_IN_PARTS} CROSS JOIN LATERAL (${indexed(narrowed)}) hit`;

export const FROM_INDEX = fromIndex();
/** IS TRUE as above. With IN, unlike with ANY, the many projects are put into a hash table. */
export const FROM_INDEX_IN_PROJECTS = fromIndex(
  ' AND (e.project_id IS NULL OR e.project_id IN (SELECT unnest($7::bigint[]))) IS TRUE',
);

const ASSIGNED = given('$6', 'bigint');
const ASSIGNED_ROWS = `
  SELECT 'task' AS kind, id FROM unnest(${ASSIGNED}) AS id
  UNION ALL SELECT 'comment', c.id FROM unnest(${ASSIGNED}) AS task (id) CROSS JOIN LATERAL (
    SELECT id FROM comments WHERE task_id = task.id ORDER BY task_id DESC, id DESC LIMIT ${MAX_COMMENTS}
  ) c`;

export const FROM_ASSIGNED = `
  SELECT asked.kind, e.id, ${SCORE} AS score FROM ${ASKED} JOIN (${ASSIGNED_ROWS}) own ON own.kind = asked.kind
  CROSS JOIN LATERAL (SELECT * FROM search_entries WHERE kind = own.kind AND id = own.id LIMIT 1) e
  WHERE e.id < asked.before AND ${IS_HIT} ORDER BY e.id DESC`;
