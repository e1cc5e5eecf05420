import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { readableProjects } from '../projects/project-member.entity.js';
import { TASK_STATUSES } from '../tasks/task.entity.js';
import type { SearchKind } from './search-entry.entity.js';
import { beginnings, probeFor, wholeWords } from './search-words.js';

/** Hits of one kind that are put in order; those that are older come after them, newest first. */
export const MAX_RANKED = 100;
/** Rows of a kind that are read, newest first, before the index is asked. */
const WALKED = 500;
/** With fewer hits among them, a word is rare enough for the index. */
const MIN_WALKED_HITS = 10;
/** More than these are not walked one by one. */
const MANY_PROJECTS = 50;
/** Tasks of a status that somebody is assigned to, and comments of each, that are looked at outside of their projects. */
const MAX_ASSIGNED = 300;
const MAX_COMMENTS = 100;

/** Whose rows are searched: those of these projects and these tasks, or all. */
export interface Scope {
  personId: number;
  projectIds: readonly string[];
  /** Tasks in other projects that are assigned to the person. */
  assignedIds: readonly string[];
  isEverything: boolean;
}

export interface Hit {
  kind: SearchKind;
  id: number;
  /** 3 where the title has all words, 2 where words of it begin with them, 1 where the whole has all words, else 0. */
  score: number;
}

interface Walked extends Omit<Hit, 'id'> {
  /** Null where there is no hit. */
  id: number | null;
  /** The oldest row that was read; null where that was the last one. */
  edge: number | null;
}

/** Part of the hits of one kind: all that are newer than `before`. */
export interface Found {
  hits: Hit[];
  /** Where the next part begins; null where there is none. */
  before: number | null;
}

/** Where to look from: hits of this kind that are older than a row. */
export interface Start {
  kind: SearchKind;
  before: number;
}

const WORDS = 'SELECT search_text($1) AS text';

/** The newest ones of each status. */
const ASSIGNED = `
  SELECT t.id FROM unnest(ARRAY['${TASK_STATUSES.join("', '")}']) AS status CROSS JOIN LATERAL (
    SELECT id, project_id FROM tasks WHERE assignee_id = $1 AND tasks.status = status.status
    ORDER BY tasks.status DESC, id DESC LIMIT ${MAX_ASSIGNED}
  ) t WHERE NOT EXISTS (SELECT FROM ${readableProjects('$1')} p WHERE p.project_id = t.project_id)`;

const SCOPE = `
  SELECT ARRAY(SELECT project_id FROM ${readableProjects('$1')} p)::text[] AS "projectIds",
    ARRAY(${ASSIGNED})::text[] AS "assignedIds"`;

const BY_REF = `
  SELECT t.id FROM project_keys k JOIN tasks t ON t.project_id = k.project_id AND t.number = $2
  WHERE k.key = $1 AND ($3::bigint[] IS NULL OR t.project_id = ANY($3) OR t.assignee_id = $4)`;

/** The patterns of whole words are $1, those of beginnings $2. */
const SCORE = `
  CASE WHEN e.title LIKE ALL ($1::text[]) THEN 3 WHEN e.title LIKE ALL ($2::text[]) THEN 2
    WHEN e.content LIKE ALL ($1::text[]) THEN 1 ELSE 0 END`;
const IS_HIT = 'e.content LIKE ALL ($2::text[])';

const ASKED = 'unnest($3::text[], $4::bigint[]) AS asked (kind, before)';

/** Reads the newest rows of each kind, until there are enough hits among them. */
const walk = (newest: string, readable = '') => `
  SELECT asked.kind, found.* FROM ${ASKED} CROSS JOIN LATERAL (
    WITH newest AS MATERIALIZED (${newest} ORDER BY id DESC LIMIT ${WALKED})
    SELECT hit.id, hit.score, edge.id AS edge
    FROM (SELECT CASE WHEN count(*) = ${WALKED} THEN min(id) END AS id FROM newest) edge
    LEFT JOIN LATERAL (
      SELECT e.id, ${SCORE} AS score FROM newest CROSS JOIN LATERAL (
        SELECT * FROM search_entries WHERE kind = asked.kind AND id = newest.id LIMIT 1
      ) e WHERE ${IS_HIT}${readable} LIMIT ${MAX_RANKED}
    ) hit ON true
  ) found`;

const NEWEST = 'SELECT id FROM search_entries WHERE kind = asked.kind AND id < asked.before';

const NEWEST_IN_PROJECTS = `
  SELECT e.id FROM unnest($5::bigint[]) AS readable (project_id) CROSS JOIN LATERAL (
    SELECT id FROM search_entries
    WHERE project_id = readable.project_id AND kind = asked.kind AND id < asked.before
    ORDER BY project_id DESC, kind DESC, id DESC LIMIT ${WALKED}
  ) e`;

const WALK_EVERYTHING = walk(NEWEST);
const WALK_PROJECTS = walk(NEWEST_IN_PROJECTS);
/** For somebody with many projects: the newest rows of everybody, of which theirs are taken. */
const WALK_FOR_MANY_PROJECTS = walk(NEWEST, ' AND e.project_id = ANY($5::bigint[])');

const fromIndex = (readable = '') => `
  SELECT asked.kind, hit.id, hit.score
  FROM unnest($3::text[], $4::bigint[], $5::tsquery[]) AS asked (kind, before, probe) CROSS JOIN LATERAL (
    SELECT e.id, ${SCORE} AS score FROM search_entries e
    WHERE search_lexemes(e.kind, e.project_id, e.content) @@ asked.probe AND ${IS_HIT} AND e.id < asked.before${readable}
    ORDER BY e.id DESC LIMIT ${MAX_RANKED}
  ) hit`;

const FROM_INDEX = fromIndex();
const FROM_INDEX_FOR_MANY_PROJECTS = fromIndex(' AND (e.project_id IS NULL OR e.project_id = ANY ($6::bigint[]))');

const ASSIGNED_ROWS = `
  SELECT 'task' AS kind, id FROM unnest($5::bigint[]) AS id
  UNION ALL SELECT 'comment', c.id FROM unnest($5::bigint[]) AS task (id) CROSS JOIN LATERAL (
    SELECT id FROM comments WHERE task_id = task.id ORDER BY task_id DESC, id DESC LIMIT ${MAX_COMMENTS}
  ) c`;

const FROM_ASSIGNED = `
  SELECT asked.kind, e.id, ${SCORE} AS score FROM ${ASKED} JOIN (${ASSIGNED_ROWS}) own ON own.kind = asked.kind
  CROSS JOIN LATERAL (SELECT * FROM search_entries WHERE kind = own.kind AND id = own.id LIMIT 1) e
  WHERE e.id < asked.before AND ${IS_HIT} ORDER BY e.id DESC`;

/** Finds rows by their words, newest first, with a bounded amount of work for words that are common and rare. */
@Injectable()
export class SearchRepository {
  constructor(private readonly db: Database) {}

  /** The words of a query, as those of the rows were read. */
  async wordsOf(query: string): Promise<string[]> {
    const [read] = await this.db.query<{ text: string }>(WORDS, [query]);
    return [...new Set(read?.text.split(' ').filter((word) => word !== ''))];
  }

  async scopeOf(personId: number): Promise<Scope> {
    const [read] = await this.db.query<Pick<Scope, 'projectIds' | 'assignedIds'>>(SCOPE, [personId]);
    return { personId, projectIds: [], assignedIds: [], ...read, isEverything: false };
  }

  /** A task with this key and number, also with a key that its project had before. */
  async findIdByRef({ key, number }: { key: string; number: number }, scope: Scope): Promise<number | null> {
    const [task] = await this.db.query<{ id: number }>(BY_REF, [key, number, ...readersOf(scope)]);
    return task?.id ?? null;
  }

  /** Reads the newest rows of everybody, or of these projects. */
  async walk(words: readonly string[], starts: readonly Start[], projectIds?: readonly string[]): Promise<Walked[]> {
    if (starts.length === 0 || projectIds?.length === 0) return [];
    const values = valuesOf(words, starts);
    if (!projectIds) return this.db.query<Walked>(WALK_EVERYTHING, values);
    return this.db.query<Walked>(isMany(projectIds) ? WALK_FOR_MANY_PROJECTS : WALK_PROJECTS, [...values, projectIds]);
  }

  /** The newest hits of each kind, of everybody or of these projects; articles belong to none. */
  async fromIndex(words: readonly string[], starts: readonly Start[], projectIds?: readonly string[]): Promise<Hit[]> {
    if (starts.length === 0) return [];
    const few = projectIds && !isMany(projectIds) ? projectIds : undefined;
    const values = [...valuesOf(words, starts), starts.map(({ kind }) => probeFor(kind, words, few))];
    if (!projectIds || few) return this.db.query<Hit>(FROM_INDEX, values);
    return this.db.query<Hit>(FROM_INDEX_FOR_MANY_PROJECTS, [...values, projectIds]);
  }

  /** All hits among tasks and comments on them that the person reads as the assignee only. */
  async fromAssigned(words: readonly string[], starts: readonly Start[], { assignedIds }: Scope): Promise<Hit[]> {
    if (starts.length === 0 || assignedIds.length === 0) return [];
    return this.db.query<Hit>(FROM_ASSIGNED, [...valuesOf(words, starts), assignedIds]);
  }
}

/** Both null for whoever reads everything. */
export function readersOf({ isEverything, projectIds, personId }: Scope): unknown[] {
  return isEverything ? [null, null] : [projectIds, personId];
}

/** Whether the rows that were walked are enough, or the index must be asked. */
export function isRare(hits: readonly Hit[], edge: number | null): boolean {
  return edge !== null && hits.length < MIN_WALKED_HITS;
}

function isMany(projectIds: readonly string[]): boolean {
  return projectIds.length > MANY_PROJECTS;
}

function valuesOf(words: readonly string[], starts: readonly Start[]): unknown[] {
  const [kinds, befores] = [starts.map(({ kind }) => kind), starts.map(({ before }) => before)];
  return [wholeWords(words), beginnings(words), kinds, befores];
}
