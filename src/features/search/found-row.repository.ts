import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { SearchKind } from './search-entry.entity.js';
import { type Hit, readersOf, type Scope } from './search.repository.js';
import { given } from './search-statements.js';

/** A row that was found, as far as it is shown. */
export interface FoundRow {
  kind: SearchKind;
  id: number;
  title: string;
  text: string | null;
  projectId: number | null;
  taskId: number | null;
}

/** LIMIT 1 makes each row a look-up by its key, whatever the planner thinks of the number of ids. */
const rowsOf = (table: string, ids: string) =>
  `unnest(${given(ids, 'bigint')}) AS wanted CROSS JOIN LATERAL (SELECT * FROM ${table} WHERE id = wanted LIMIT 1)`;

const READABLE = given('$5', 'bigint');
const TASK_READABLE = `(${READABLE} IS NULL OR t.project_id = ANY(${READABLE}) OR t.assignee_id = $6)`;

const ROWS = `
  SELECT 'project' AS kind, r.id, r.name AS title, r.description AS text, r.id AS "projectId", NULL::bigint AS "taskId"
  FROM ${rowsOf('projects', '$1')} r WHERE ${READABLE} IS NULL OR r.id = ANY(${READABLE})
  UNION ALL SELECT 'task', t.id, t.title, t.description, t.project_id, t.id
  FROM ${rowsOf('tasks', '$2')} t WHERE ${TASK_READABLE}
  UNION ALL SELECT 'article', r.id, r.title, r.body, NULL, NULL FROM ${rowsOf('articles', '$3')} r
  UNION ALL SELECT 'comment', r.id, t.title, r.body, t.project_id, t.id
  FROM ${rowsOf('comments', '$4')} r CROSS JOIN LATERAL (SELECT * FROM tasks WHERE id = r.task_id LIMIT 1) t
  WHERE ${TASK_READABLE}`;

/** The rows themselves: one that is gone, or that the reader may not read any more, is left out. */
@Injectable()
export class FoundRowRepository {
  constructor(private readonly db: Database) {}

  async get(hits: readonly Hit[], scope: Scope): Promise<FoundRow[]> {
    if (hits.length === 0) return [];
    const ids = (kind: SearchKind) => hits.filter((hit) => hit.kind === kind).map(({ id }) => id);
    const values = [ids('project'), ids('task'), ids('article'), ids('comment'), ...readersOf(scope)];
    return this.db.query<FoundRow>(ROWS, values);
  }
}
