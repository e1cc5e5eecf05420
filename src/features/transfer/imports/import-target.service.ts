import { Injectable } from '@nestjs/common';
import { accessErrors } from '../../../platform/access/access-errors.js';
import type { Actor } from '../../../platform/request/actor.js';
import type { Project } from '../../projects/project.entity.js';
import { ProjectService } from '../../projects/project.service.js';
import type { ImportProject } from './import.dto.js';
import { RowRepository } from './rows/row.repository.js';
import type { StagedFile } from './staging/staging.service.js';

/** The project that takes an import in. */
@Injectable()
export class ImportTarget {
  constructor(
    private readonly projects: ProjectService,
    private readonly rows: RowRepository,
  ) {}

  /** Before anything is read. @throws AppError `not_found`, `forbidden`, `project_archived` */
  async require(actor: Actor, { project_id: id }: Pick<ImportProject, 'project_id'>): Promise<Project | null> {
    if (id !== undefined) return this.existing(actor, id);
    if (!actor.can('create_project')) throw accessErrors.missingPermission('create_project');
    if (actor.projectIds) throw accessErrors.beyondToken();
    return null;
  }

  /**
   * The actor's own project that this was imported into before, or a new one.
   *
   * @throws AppError `project_archived`
   */
  async own(
    actor: Actor,
    wanted: Pick<ImportProject, 'name'>,
    { project, externalId }: Pick<StagedFile, 'project'> & { externalId: string },
  ): Promise<{ project: Project; isNew: boolean }> {
    const source = project?.externalId ?? externalId;
    const known = await this.rows.findProject(actor.id, source);
    if (known !== null) return { project: await this.existing(actor, known), isNew: false };
    const { name, description = null } = project?.fields ?? {};
    const made = await this.projects.create(actor, { name: wanted.name ?? name ?? 'Imported', description });
    await this.rows.keepProject(made.id, source);
    return { project: made, isNew: true };
  }

  private async existing(actor: Actor, id: number): Promise<Project> {
    const project = await this.projects.findFor(actor, id, 'create_task');
    project.requireActive();
    return project;
  }
}
