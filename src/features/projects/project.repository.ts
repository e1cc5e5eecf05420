import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { callerLives } from '../sessions/session.entity.js';
import { PERSON_FIELDS } from '../users/person.entity.js';
import { keysFor } from './keys/project-key.js';
import type { ListProjects } from './project.dto.js';
import { Project, PROJECT_ROLES, PROJECT_STATUSES } from './project.entity.js';
import { asMember, reached, readableProjects, roleIn, type Writer } from './project-member.entity.js';

/** Locks the owner, whose account may be about to be deleted. */
const OWNER = 'SELECT id FROM users WHERE id = $1 FOR KEY SHARE';

const FIRST_FREE = `
  SELECT wanted.key FROM unnest($1::text[]) WITH ORDINALITY AS wanted (key, place)
  WHERE NOT EXISTS (SELECT FROM project_keys k WHERE k.key = wanted.key) ORDER BY place LIMIT 1`;

const AMONG = `
  SELECT p.id FROM unnest($1::bigint[]) AS asked (id) JOIN projects p ON p.id = asked.id
  WHERE $3 OR ${roleIn('p.id', '$2')} IS NOT NULL`;

/** How often a key is made for a project while others take the same one. */
const ATTEMPTS = 10;

const COUNT = `
  UPDATE projects p SET todo_count = p.todo_count + d.todo, in_progress_count = p.in_progress_count + d.in_progress,
    done_count = p.done_count + d.done
  FROM unnest($1::bigint[], $2::integer[], $3::integer[], $4::integer[]) AS d (id, todo, in_progress, done)
  WHERE p.id = d.id`;

/** The changes of a project's task counts, for each status. */
export interface CountChange {
  projectId: number;
  todo: number;
  in_progress: number;
  done: number;
}

const SIGNED_IN = `SELECT WHERE ${callerLives('$1')}`;

type Reader = Pick<Actor, 'id' | 'projectIds'>;
type Draft = Pick<Project, 'ownerId' | 'name' | 'description'> & { key: string | undefined };

@Injectable()
export class ProjectRepository extends EntityRepository<Project> {
  private readonly byId = `SELECT ${this.shown}, ${roleIn('projects.id', '$2')} AS role FROM projects WHERE id = $1`;

  /** Those of one owner, or of everybody where $4 is null. */
  private readonly deleted = `
    SELECT ${this.shown}, ${roleIn('projects.id', '$3')} AS role FROM all_projects projects
    WHERE deleted_at IS NOT NULL AND id > $1 AND ($4::bigint IS NULL OR owner_id = $4) AND ${reached('id', '$5')}
    ORDER BY id LIMIT $2`;

  /** For an API token that is for these projects, of somebody who may use all. */
  private readonly these = `
    SELECT ${this.shown}, ${roleIn('projects.id', '$3')} AS role FROM projects
    WHERE id = ANY($4::bigint[]) AND id > $1 AND status = ANY($5::text[]) ORDER BY id LIMIT $2`;

  private readonly all = `
    SELECT ${this.shown}, ${roleIn('projects.id', '$3')} AS role FROM projects WHERE id > $1 ORDER BY id LIMIT $2`;

  private readonly allOfStatus = `
    SELECT ${this.shown}, ${roleIn('projects.id', '$3')} AS role FROM projects
    WHERE (status, id) > ($4, $1::bigint) AND status <= $4 ORDER BY status, id LIMIT $2`;

  /** From the person's memberships, in the order of the page; LIMIT 1 makes each project a look-up by its key. */
  private readonly readable = `
    SELECT ${this.shown}, mine.role FROM ${readableProjects('$3', '$6')} mine CROSS JOIN LATERAL (
      SELECT * FROM projects WHERE id = mine.project_id AND status = ANY($4::text[]) LIMIT 1
    ) projects
    WHERE mine.project_id > $1 AND mine.role = ANY($5::text[]) ORDER BY mine.project_id LIMIT $2`;

  private readonly handedOver = `
    UPDATE all_projects projects SET owner_id = $2, version = version + 1, updated_at = now() WHERE owner_id = $1
    RETURNING ${this.columns()}`;

  constructor(db: Database) {
    super(Project, db);
  }

  /** With the role of this person in it. */
  findFor(personId: number, id: number): Promise<Project | null> {
    return this.lookUp(this.byId, [id, personId]);
  }

  /** Without anybody's role. */
  listById(id: number): Promise<Project[]> {
    return this.select(this.byId, [id, null]);
  }

  /** With the roles of this person in them. */
  listAllFor({ id, projectIds: only }: Reader, { after, limit, status }: ListProjects): Promise<Project[]> {
    const values = [after ?? 0, limit + 1, id];
    if (only) return this.select(this.these, [...values, only, status ? [status] : PROJECT_STATUSES]);
    return status ? this.select(this.allOfStatus, [...values, status]) : this.select(this.all, values);
  }

  /** In the trash: those of this owner, or of everybody. */
  listDeletedFor(reader: Reader, ownerId: number | null, { after, limit }: ListProjects): Promise<Project[]> {
    return this.select(this.deleted, [after ?? 0, limit + 1, reader.id, ownerId, reader.projectIds]);
  }

  /** The person's own projects and those that are shared with them. */
  listReadableBy(reader: Reader, { after, limit, status, role }: ListProjects): Promise<Project[]> {
    const filters = [status ? [status] : PROJECT_STATUSES, role ? [role] : PROJECT_ROLES];
    return this.select(this.readable, [after ?? 0, limit + 1, reader.id, ...filters, reader.projectIds]);
  }

  /** Those of the projects that exist and in which this person is; with `all`, those that exist. */
  async idsAmong(ids: readonly number[], personId: number, { all }: { all: boolean }): Promise<number[]> {
    return (await this.rows<{ id: number }>(AMONG, [ids, personId, all])).map(({ id }) => id);
  }

  /**
   * Without a key, it gets one that no project ever had. Null if the owner's account was deleted.
   *
   * @throws AppError `key_taken` for a key that was asked for
   */
  async addOwned(draft: Draft): Promise<Project | null> {
    const owner = { text: OWNER, values: [draft.ownerId] };
    if (draft.key !== undefined) return this.addIf(owner, draft);
    const { plain, random } = keysFor(draft.name);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const key = await this.firstFree(attempt < 3 ? [...plain, ...random] : keysFor(draft.name).random);
      const project = key === null ? null : await this.addIf(owner, { ...draft, key }, { unlessTaken: 'key' });
      if (project) return project;
    }
    return null;
  }

  /** Whether the session or API token with which somebody writes has not ended; guards ask this themselves. */
  async isSignedIn({ sessionId }: Writer): Promise<boolean> {
    return (await this.execute(SIGNED_IN, [sessionId])) > 0;
  }

  /** @throws StaleRow when the project, or the writer's role in it, is not what it was when it was read */
  saveAs(writer: Writer, project: Project): Promise<Project> {
    return this.saveVersion(project, asMember(writer, project));
  }

  /**
   * Waits for those who are changing something below the project, and keeps others from beginning to: they all hold its
   * row FOR KEY SHARE, which no other lock on it keeps out, so that renaming it or counting its tasks holds up nobody.
   */
  async lockOut({ id }: Pick<Project, 'id'>): Promise<void> {
    await this.execute('SELECT FROM projects WHERE id = $1 FOR UPDATE', [id]);
  }

  /** Transfers all projects of one person to another. */
  handOverAll(fromId: number, toId: number): Promise<Project[]> {
    return this.select(this.handedOver, [fromId, toId]);
  }

  /** Keeps the statistics; no change of the project in the sense of its version. */
  async addCounts(changes: CountChange[]): Promise<void> {
    const list = (part: keyof CountChange) => changes.map((change) => change[part]);
    await this.db.write(COUNT, [list('projectId'), list('todo'), list('in_progress'), list('done')]);
  }

  private async firstFree(keys: readonly string[]): Promise<string | null> {
    const [free] = await this.rows<{ key: string }>(FIRST_FREE, [keys]);
    return free?.key ?? null;
  }

  protected override get shown(): string {
    return `${this.columns()}, ${this.related('owner', PERSON_FIELDS)}`;
  }
}
