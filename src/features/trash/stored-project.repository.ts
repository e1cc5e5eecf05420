import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { StaleRow } from '../../platform/database/stale-row.js';
import { Project } from '../projects/project.entity.js';
import { roleIn } from '../projects/project-member.entity.js';
import { PERSON_FIELDS } from '../users/person.entity.js';

const SET_DELETED = `
  UPDATE all_projects SET deleted_at = $3, version = version + 1, updated_at = now() WHERE id = $1 AND version = $2`;
const PURGE = 'DELETE FROM all_projects WHERE id = $1 AND version = $2';
const PURGE_OLD = `
  DELETE FROM all_projects WHERE id IN (
    SELECT id FROM all_projects WHERE deleted_at < now() - make_interval(days => $1) LIMIT $2)`;

/** All projects, those in the trash included. A version also tells whether the owner is the one who was read. */
@Injectable()
export class StoredProjectRepository extends EntityRepository<Project> {
  private readonly byId = `
    SELECT ${this.columns('p')}, ${this.related('owner', PERSON_FIELDS, 'p')}, ${roleIn('p.id', '$2')} AS role
    FROM all_projects p WHERE p.id = $1`;

  constructor(db: Database) {
    super(Project, db);
  }

  /** With the role of this person in it. */
  findFor(personId: number, id: number): Promise<Project | null> {
    return this.lookUp(this.byId, [id, personId]);
  }

  /** Moves it to the trash, or out of it. @throws StaleRow when it changed since it was read */
  async setDeleted({ id, version }: Project, deletedAt: Date | null): Promise<void> {
    if ((await this.execute(SET_DELETED, [id, version, deletedAt])) === 0) throw new StaleRow();
  }

  /** Deletes it for good. @throws StaleRow, as `setDeleted` does */
  async purge({ id, version }: Project): Promise<void> {
    if ((await this.execute(PURGE, [id, version])) === 0) throw new StaleRow();
  }

  /** @returns how many were deleted for good */
  purgeOld(days: number, limit: number): Promise<number> {
    return this.execute(PURGE_OLD, [days, limit]);
  }
}
