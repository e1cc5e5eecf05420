import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Actor } from '../../platform/request/actor.js';
import { readableProjects } from '../projects/project-member.entity.js';
import { TASK_STATUSES } from '../tasks/task.entity.js';
import type { SearchKind } from './search-entry.entity.js';
import {
  FROM_ASSIGNED,
  FROM_INDEX,
  FROM_INDEX_IN_PROJECTS,
  IN_EVERYTHING,
  LOOK,
  type WalkLength,
  WALKS,
} from './search-statements.js';
import { beginnings, plainWords, probesFor, rarest, wholeWords } from './search-words.js';
import { WordSampleRepository } from './word-sample.repository.js';

/** More projects than these are no part of the question to the index: what it finds is looked through. */
const MANY_PROJECTS = 50;
/** Tasks of a status that somebody is assigned to, and that are looked at outside of their projects. */
const MAX_ASSIGNED = 300;

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

export interface FoundHit extends Omit<Hit, 'id'> {
  /** Null where there is no hit. */
  id: number | null;
  /** The oldest row that was read; null where there are no more. */
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
  /** The words that say the most, rarest first: rows are looked through for the first, and the index is asked for all. */
  telling: readonly string[];
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

const read = (scope: string) => `SELECT q.text, ${scope} FROM (SELECT search_text($1) AS text OFFSET 0) q`;
const READ = 'SELECT search_text($1) AS text';
const READ_WITH_SCOPE = read(`ARRAY(SELECT project_id FROM ${readableProjects('$2')} p)::text[] AS "projectIds",
  ARRAY(${ASSIGNED})::text[] AS "assignedIds"`);
const READ_WITH_TOKEN = read(`ARRAY(SELECT project_id FROM ${readableProjects('$2', '$3')} p)::text[] AS "projectIds"`);

const BY_REF = `
  SELECT t.id FROM project_keys k JOIN tasks t ON t.project_id = k.project_id AND t.number = $2
  WHERE k.key = $1 AND ($3::bigint[] IS NULL OR t.project_id = ANY($3) OR t.assignee_id = $4)
  UNION ALL
  SELECT t.id FROM project_keys k JOIN task_former_refs f ON f.project_id = k.project_id AND f.number = $2
  JOIN tasks t ON t.id = f.task_id
  WHERE k.key = $1 AND ($3::bigint[] IS NULL OR t.project_id = ANY($3) OR t.assignee_id = $4)`;

/** Finds rows by their words, newest first, with a bounded amount of work for words that are common and rare. */
@Injectable()
export class SearchRepository {
  constructor(
    private readonly db: Database,
    private readonly samples: WordSampleRepository,
  ) {}

  /** The words of a query, as those of the rows were read, and what this person may read. */
  async read(query: string, kinds: readonly SearchKind[], reader: Reader): Promise<Question> {
    const { words, scope } = await this.readWords(query, reader);
    const telling = words.length > 1 ? rarest(await this.samples.shares(words, kinds)) : words;
    return { words, telling, scope };
  }

  private async readWords(query: string, reader: Reader): Promise<Pick<Question, 'words' | 'scope'>> {
    const isEverything = reader.can('manage_all_projects');
    const plain = isEverything ? plainWords(query) : null;
    if (plain) return { words: [...new Set(plain)], scope: scopeOf(reader, isEverything) };
    const [text, values] = isEverything ? [READ, []] : readOf(reader);
    const [found] = await this.db.query<Read & Record<string, unknown>>(text, [query, ...values]);
    const words = found?.text.split(' ').filter((word) => word !== '');
    return { words: [...new Set(words)], scope: scopeOf(reader, isEverything, found) };
  }

  /** A task with this key and number, also with a key that its project had before. */
  async findIdByRef({ key, number }: { key: string; number: number }, scope: Scope): Promise<number | null> {
    const [task] = await this.db.query<{ id: number }>(BY_REF, [key, number, ...readersOf(scope)]);
    return task?.id ?? null;
  }

  /** The newest hits of each kind among everybody's rows. */
  async inEverything(question: Question, starts: readonly Start[]): Promise<FoundHit[]> {
    if (starts.length === 0) return [];
    return this.db.query<FoundHit>(IN_EVERYTHING, [...valuesOf(question, starts), partsOf(question, starts)]);
  }

  /** How many of everybody's newest rows are hits. */
  async look(question: Question, starts: readonly Start[]): Promise<{ kind: SearchKind; hits: number }[]> {
    if (starts.length === 0) return [];
    return this.db.query<{ kind: SearchKind; hits: number }>(LOOK, valuesOf(question, starts));
  }

  /** Reads the newest rows of each kind in somebody's projects. */
  async walk(length: WalkLength, question: Question, starts: readonly Start[]): Promise<FoundHit[]> {
    if (starts.length === 0) return [];
    return this.db.query<FoundHit>(WALKS[length], [...valuesOf(question, starts), question.scope.projectIds]);
  }

  /** The newest hits of each kind in somebody's projects, however old they are. */
  async fromIndex(question: Question, starts: readonly Start[]): Promise<FoundHit[]> {
    const { projectIds } = question.scope;
    const asked = starts.filter(({ kind }) => kind === 'article' || projectIds.length > 0);
    if (asked.length === 0) return [];
    const isMany = isInMany(question.scope);
    const values = [...valuesOf(question, asked), partsOf(question, asked, isMany ? undefined : projectIds)];
    return isMany
      ? this.db.query<FoundHit>(FROM_INDEX_IN_PROJECTS, [...values, projectIds])
      : this.db.query<FoundHit>(FROM_INDEX, values);
  }

  /** All hits among tasks and comments on them that the person reads as the assignee only. */
  async fromAssigned(question: Question, starts: readonly Start[]): Promise<Hit[]> {
    const { assignedIds } = question.scope;
    if (starts.length === 0 || assignedIds.length === 0) return [];
    return this.db.query<Hit>(FROM_ASSIGNED, [...valuesOf(question, starts), assignedIds]);
  }
}

function scopeOf({ id, projectIds: only }: Reader, isEverything: boolean, found?: Partial<Read>): Scope {
  const { projectIds = [], assignedIds = [] } = found ?? {};
  if (!only) return { personId: id, projectIds, assignedIds, isEverything };
  return { personId: null, projectIds: isEverything ? only.map(String) : projectIds, assignedIds, isEverything: false };
}

function readOf({ id, projectIds: only }: Reader): [text: string, values: unknown[]] {
  return only ? [READ_WITH_TOKEN, [id, only]] : [READ_WITH_SCOPE, [id]];
}

/** Both null for whoever reads everything. */
export function readersOf({ isEverything, projectIds, personId }: Scope): unknown[] {
  return isEverything ? [null, null] : [projectIds, personId];
}

/** Whether somebody reads so many projects that looking at each of them costs more than looking at everything. */
export function isInMany({ isEverything, projectIds }: Scope): boolean {
  return !isEverything && projectIds.length > MANY_PROJECTS;
}

/** What each part of the index is asked for, a kind each: arrays, as PostgreSQL writes them. */
function partsOf({ telling }: Question, starts: readonly Start[], projectIds?: readonly string[]): string[] {
  return starts.map(({ kind }) => `{"${probesFor(kind, telling, projectIds).join('","')}"}`);
}

function valuesOf({ words, telling }: Question, starts: readonly Start[]): unknown[] {
  const [kinds, befores] = [starts.map(({ kind }) => kind), starts.map(({ before }) => before)];
  return [wholeWords(words), beginnings(words), ` ${telling[0] ?? ''}`, kinds, befores];
}
