import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Actor } from '../../platform/request/actor.js';
import { readableProjects } from '../projects/project-member.entity.js';
import { TASK_STATUSES } from '../tasks/task.entity.js';
import type { SearchKind } from './search-entry.entity.js';
import { beginnings, longestFirst, probeFor, rarest, wholeWords } from './search-words.js';

/** Hits of one kind that are put in order; those that are older come after them, newest first. */
export const MAX_RANKED = 100;
/** More projects than these are no part of the question to the index: what it finds is looked through. */
const MANY_PROJECTS = 50;
/** Tasks of a status that somebody is assigned to, and comments of each, that are looked at outside of their projects. */
const MAX_ASSIGNED = 300;
const MAX_COMMENTS = 100;

/** How many rows of a kind are read, newest first: enough to see that a word is common, or to find one that is not rare. */
export type WalkLength = 'short' | 'long';
const WALKED: Record<WalkLength, number> = { short: 128, long: 1024 };

/** Words whose frequency is looked at. */
const MAX_PROBES = 8;

/** Whose rows are searched: those of these projects and these tasks, or all. */
export interface Scope {
  /** Null with an API token for certain projects: then it opens nothing to be an assignee. */
  personId: number | null;
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

/** What is looked for, and where. */
export interface Question {
  words: readonly string[];
  scope: Scope;
}

type Reader = Pick<Actor, 'id' | 'can' | 'projectIds'>;

interface Read extends Pick<Scope, 'projectIds' | 'assignedIds'> {
  text: string;
}

/** Where to look from: hits of this kind that are older than a row. */
export interface Start {
  kind: SearchKind;
  before: number;
}

/** The newest ones of each status. */
const ASSIGNED = `
  SELECT t.id FROM unnest(ARRAY['${TASK_STATUSES.join("', '")}']) AS status CROSS JOIN LATERAL (
    SELECT id, project_id FROM tasks WHERE assignee_id = $2 AND tasks.status = status.status
    ORDER BY tasks.status DESC, id DESC LIMIT ${MAX_ASSIGNED}
  ) t WHERE NOT EXISTS (SELECT FROM ${readableProjects('$2')} p WHERE p.project_id = t.project_id)`;

const READ = 'SELECT search_text($1) AS text';
const READ_WITH_SCOPE = `${READ}, ARRAY(SELECT project_id FROM ${readableProjects('$2')} p)::text[] AS "projectIds",
  ARRAY(${ASSIGNED})::text[] AS "assignedIds"`;

const READ_WITH_TOKEN = `
  ${READ}, ARRAY(SELECT project_id FROM ${readableProjects('$2', '$3')} p)::text[] AS "projectIds"`;

const BY_REF = `
  SELECT t.id FROM project_keys k JOIN tasks t ON t.project_id = k.project_id AND t.number = $2
  WHERE k.key = $1 AND ($3::bigint[] IS NULL OR t.project_id = ANY($3) OR t.assignee_id = $4)`;

/** The patterns of whole words are $1, those of beginnings $2; $3 is the longest word, which is looked for first. */
const SCORE = `
  CASE WHEN e.title LIKE ALL ($1::text[]) THEN 3 WHEN e.title LIKE ALL ($2::text[]) THEN 2
    WHEN e.content LIKE ALL ($1::text[]) THEN 1 ELSE 0 END`;
const IS_HIT = 'strpos(e.content, $3) > 0 AND e.content LIKE ALL ($2::text[])';

const ASKED = 'unnest($4::text[], $5::bigint[]) AS asked (kind, before)';

/** Reads the newest rows of each kind, until there are enough hits among them. */
const walk = (newest: (count: number) => string, count: number) => `
  SELECT asked.kind, found.* FROM ${ASKED} CROSS JOIN LATERAL (
    WITH newest AS MATERIALIZED (SELECT id FROM (${newest(count)}) rows ORDER BY id DESC LIMIT ${count})
    SELECT hit.id, hit.score, edge.id AS edge
    FROM (SELECT CASE WHEN count(*) = ${count} THEN min(id) END AS id FROM newest) edge
    LEFT JOIN LATERAL (
      SELECT e.id, ${SCORE} AS score FROM search_entries e
      WHERE e.kind = asked.kind AND e.id = ANY (ARRAY(SELECT id FROM newest)) AND ${IS_HIT}
      ORDER BY e.kind DESC, e.id DESC LIMIT ${MAX_RANKED}
    ) hit ON true
  ) found`;

const newestOf = (rows: string, count: number) => `
  SELECT id FROM search_entries WHERE ${rows} AND kind = asked.kind AND id < asked.before
  ORDER BY project_id DESC, kind DESC, id DESC LIMIT ${count}`;

const inEverything = (count: number) =>
  `SELECT id FROM search_entries WHERE kind = asked.kind AND id < asked.before ORDER BY kind DESC, id DESC LIMIT ${count}`;

/** Articles belong to no project. */
const inProjects = (count: number) => `
  SELECT e.id FROM unnest($6::bigint[]) AS readable CROSS JOIN LATERAL (${newestOf('project_id = readable', count)}) e
  UNION ALL (${newestOf(`project_id IS NULL AND asked.kind = 'article'`, count)})`;

const WALKS: Record<WalkLength, { everything: string; projects: string }> = {
  short: { everything: walk(inEverything, WALKED.short), projects: walk(inProjects, WALKED.short) },
  long: { everything: walk(inEverything, WALKED.long), projects: walk(inProjects, WALKED.long) },
};

/** How many of the newest rows of these kinds have each word: what is common there is common in the index. */
const FREQUENCIES = `
  SELECT word, count(*) AS count FROM unnest($1::text[]) AS word CROSS JOIN (
    SELECT newest.content FROM unnest($2::text[]) AS searched (kind) CROSS JOIN LATERAL (
      SELECT content FROM search_entries e WHERE e.kind = searched.kind
      ORDER BY e.kind DESC, e.id DESC LIMIT ${WALKED.short}
    ) newest
  ) rows WHERE strpos(rows.content, ' ' || word) > 0 GROUP BY word`;

/** The rows are read once more for their scores when it is known which ones are the newest. */
const fromIndex = (narrowed = '') => `
  SELECT asked.kind, e.id, ${SCORE} AS score
  FROM unnest($4::text[], $5::bigint[], $6::tsquery[]) AS asked (kind, before, probe) CROSS JOIN LATERAL (
    SELECT e.id FROM search_entries e
    WHERE search_lexemes(e.kind, e.project_id, e.content) @@ asked.probe AND e.id < asked.before${narrowed}
    ORDER BY e.id DESC LIMIT ${MAX_RANKED}
  ) hit CROSS JOIN LATERAL (SELECT * FROM search_entries WHERE kind = asked.kind AND id = hit.id LIMIT 1) e
  WHERE ${IS_HIT}`;

/** IS TRUE keeps the planner from any other index. */
const IN_PROJECTS = ' AND (e.project_id IS NULL OR e.project_id = ANY ($7::bigint[])) IS TRUE';

const FROM_INDEX = fromIndex();
const FROM_INDEX_IN_PROJECTS = fromIndex(IN_PROJECTS);
const FROM_INDEX_WITH_ALL_WORDS = fromIndex(` AND ${IS_HIT}`);
const FROM_INDEX_IN_PROJECTS_WITH_ALL_WORDS = fromIndex(`${IN_PROJECTS} AND ${IS_HIT}`);

const ASSIGNED_ROWS = `
  SELECT 'task' AS kind, id FROM unnest($6::bigint[]) AS id
  UNION ALL SELECT 'comment', c.id FROM unnest($6::bigint[]) AS task (id) CROSS JOIN LATERAL (
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

  /** The words of a query, as those of the rows were read, and what this person may read. */
  async read(query: string, reader: Reader): Promise<{ words: string[]; scope: Scope }> {
    const isEverything = reader.can('manage_all_projects');
    const [text, values] = isEverything ? [READ, [query]] : readOf(query, reader);
    const [read] = await this.db.query<Read>(text, values);
    const words = new Set(read?.text.split(' ').filter((word) => word !== ''));
    const { projectIds = [], assignedIds = [] } = read ?? {};
    const { id: personId, projectIds: only } = reader;
    const scope = only
      ? { personId: null, projectIds: isEverything ? only.map(String) : projectIds, assignedIds, isEverything: false }
      : { personId, projectIds, assignedIds, isEverything };
    return { words: [...words], scope };
  }

  /** A task with this key and number, also with a key that its project had before. */
  async findIdByRef({ key, number }: { key: string; number: number }, scope: Scope): Promise<number | null> {
    const [task] = await this.db.query<{ id: number }>(BY_REF, [key, number, ...readersOf(scope)]);
    return task?.id ?? null;
  }

  /** Reads the newest rows of each kind, those of everybody for whoever reads everything. */
  async walk(length: WalkLength, { words, scope }: Question, starts: readonly Start[]): Promise<Walked[]> {
    if (starts.length === 0) return [];
    const [{ everything, projects }, values] = [WALKS[length], valuesOf(words, starts)];
    return scope.isEverything
      ? this.db.query<Walked>(everything, values)
      : this.db.query<Walked>(projects, [...values, scope.projectIds]);
  }

  /** The newest hits of each kind. */
  async fromIndex({ words, scope }: Question, starts: readonly Start[]): Promise<Hit[]> {
    const { isEverything, projectIds } = scope;
    const asked = starts.filter(({ kind }) => isEverything || kind === 'article' || projectIds.length > 0);
    if (asked.length === 0) return [];
    const isNarrow = !isEverything && !isInMany(scope);
    const telling = await this.telling(words, asked);
    const probes = asked.map(({ kind }) => probeFor(kind, telling, isNarrow ? projectIds : undefined));
    const values = [...valuesOf(words, asked), probes];
    const hasMore = telling.length < words.length;
    if (isEverything || isNarrow) return this.db.query<Hit>(hasMore ? FROM_INDEX_WITH_ALL_WORDS : FROM_INDEX, values);
    const text = hasMore ? FROM_INDEX_IN_PROJECTS_WITH_ALL_WORDS : FROM_INDEX_IN_PROJECTS;
    return this.db.query<Hit>(text, [...values, projectIds]);
  }

  /** The words that the index is asked for. The others are looked for in what it finds. */
  private async telling(words: readonly string[], asked: readonly Start[]): Promise<readonly string[]> {
    if (words.length === 1) return words;
    const [some, kinds] = [longestFirst(words).slice(0, MAX_PROBES), asked.map(({ kind }) => kind)];
    const rows = await this.db.query<{ word: string; count: number }>(FREQUENCIES, [some, kinds]);
    const counts = new Map(rows.map(({ word, count }) => [word, count]));
    return rarest(some, counts, kinds.length * WALKED.short);
  }

  /** All hits among tasks and comments on them that the person reads as the assignee only. */
  async fromAssigned({ words, scope }: Question, starts: readonly Start[]): Promise<Hit[]> {
    const { assignedIds } = scope;
    if (starts.length === 0 || assignedIds.length === 0) return [];
    return this.db.query<Hit>(FROM_ASSIGNED, [...valuesOf(words, starts), assignedIds]);
  }
}

function readOf(query: string, { id, projectIds: only }: Reader): [text: string, values: unknown[]] {
  return only ? [READ_WITH_TOKEN, [query, id, only]] : [READ_WITH_SCOPE, [query, id]];
}

/** Both null for whoever reads everything. */
export function readersOf({ isEverything, projectIds, personId }: Scope): unknown[] {
  return isEverything ? [null, null] : [projectIds, personId];
}

/** Whether somebody reads so many projects that looking at each of them costs more than looking at everything. */
export function isInMany({ isEverything, projectIds }: Scope): boolean {
  return !isEverything && projectIds.length > MANY_PROJECTS;
}

function valuesOf(words: readonly string[], starts: readonly Start[]): unknown[] {
  const [kinds, befores] = [starts.map(({ kind }) => kind), starts.map(({ before }) => before)];
  return [wholeWords(words), beginnings(words), ` ${longestFirst(words)[0] ?? ''}`, kinds, befores];
}
