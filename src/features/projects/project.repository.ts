import { Injectable } from '@nestjs/common';
import { Rows } from '../../platform/access/rows.js';
import { Database } from '../../platform/database/database.js';
import { columns, Table } from '../../platform/database/table.js';
import type { ListProjects } from './project.dto.js';
import { Project, PROJECT_STATUSES } from './project.entity.js';
import { relationsToProject } from './project.policy.js';
import { ProjectView } from './project.view.js';

const SHOWN = `
  ${columns(Project, 'p')}, p.owner_id AS "owner.id",
  (SELECT u.display_name FROM users u WHERE u.id = p.owner_id) AS "owner.displayName"`;

const BY_ID = `SELECT ${SHOWN} FROM projects p WHERE p.id = $1`;

const ALL = `SELECT ${SHOWN} FROM projects p WHERE p.id > $1 ORDER BY p.id LIMIT $2`;

const ALL_OF_STATUS = `
  SELECT ${SHOWN} FROM projects p WHERE (p.status, p.id) > ($3, $1::bigint) AND p.status <= $3
  ORDER BY p.status, p.id LIMIT $2`;

/** For each status a range of the index that is ordered as the page is. */
const OWNED = `
  SELECT ${SHOWN} FROM unnest($4::text[]) AS wanted (status) CROSS JOIN LATERAL (
    SELECT * FROM projects
    WHERE owner_id = $3 AND (status, id) > (wanted.status, $1::bigint) AND status <= wanted.status
    ORDER BY status, id LIMIT $2
  ) p ORDER BY p.id LIMIT $2`;

/** The owner is held for the moment: their account may be about to be deleted. */
const INSERT = `
  WITH owner AS (SELECT id FROM users WHERE id = $1 FOR KEY SHARE)
  INSERT INTO projects AS p (owner_id, name, description) SELECT id, $2, $3 FROM owner RETURNING ${SHOWN}`;

const HAND_OVER_ALL = `
  UPDATE projects p SET owner_id = $2, version = version + 1, updated_at = now() WHERE owner_id = $1
  RETURNING ${columns(Project, 'p')}`;

const COUNT = `
  UPDATE projects p SET todo_count = p.todo_count + d.todo, in_progress_count = p.in_progress_count + d.in_progress,
    done_count = p.done_count + d.done
  FROM unnest($1::bigint[], $2::integer[], $3::integer[], $4::integer[]) AS d (id, todo, in_progress, done)
  WHERE p.id = d.id`;

/** How many tasks more, or less, a project has of each status. */
export interface CountChange {
  projectId: number;
  todo: number;
  in_progress: number;
  done: number;
}

@Injectable()
export class ProjectRepository {
  private readonly table: Table<Project>;

  constructor(
    private readonly db: Database,
    rows: Rows,
  ) {
    this.table = new Table(db, Project);
    const find = (id: number) => this.table.find(BY_ID, [id]);
    const lock = (id: number) => this.table.lock(id);
    rows.register<Project>('project', { find, relations: relationsToProject, view: ProjectView.of, lock });
  }

  listAll({ after, limit, status }: ListProjects): Promise<Project[]> {
    if (status) return this.table.list(ALL_OF_STATUS, [after ?? 0, limit + 1, status]);
    return this.table.list(ALL, [after ?? 0, limit + 1]);
  }

  listOwnedBy(ownerId: number, { after, limit, status }: ListProjects): Promise<Project[]> {
    return this.table.list(OWNED, [after ?? 0, limit + 1, ownerId, status ? [status] : PROJECT_STATUSES]);
  }

  /** Null where the owner's account is gone. */
  insert({ ownerId, name, description }: Pick<Project, 'ownerId' | 'name' | 'description'>): Promise<Project | null> {
    return this.table.find(INSERT, [ownerId, name, description]);
  }

  /**
   * Waits for those who are changing something below the project, and keeps others from beginning to: they all hold its
   * row FOR KEY SHARE, which no other lock on it keeps out, so that renaming it or counting its tasks holds up nobody.
   */
  async lockOut({ id }: Project): Promise<void> {
    await this.db.execute('SELECT FROM projects WHERE id = $1 FOR UPDATE', [id]);
  }

  /** Every project of the one person is the other's. */
  handOverAll(fromId: number, toId: number): Promise<Project[]> {
    return this.table.list(HAND_OVER_ALL, [fromId, toId]);
  }

  /** @throws StaleRow */
  save(project: Project): Promise<Project> {
    return this.table.save(project);
  }

  /** @throws StaleRow */
  delete(project: Project): Promise<void> {
    return this.table.delete(project);
  }

  async count(changes: CountChange[]): Promise<void> {
    const list = (part: keyof CountChange) => changes.map((change) => change[part]);
    await this.db.execute(COUNT, [list('projectId'), list('todo'), list('in_progress'), list('done')]);
  }
}
