import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import { changesBetween } from '../../platform/events/field-changes.js';
import type { Project } from '../projects/project.entity.js';
import { ProjectService } from '../projects/project.service.js';
import type { CreateLabel, UpdateLabel } from './label.dto.js';
import { Label, LABEL_DETAILS, MAX_LABELS } from './label.entity.js';
import { labelErrors } from './label.errors.js';
import { aboutLabel, LabelCreated, LabelDeleted, LabelUpdated } from './label.events.js';
import { LabelRepository } from './label.repository.js';

/** @spec SPEC-019 */
@Injectable()
export class LabelService {
  constructor(
    private readonly db: Database,
    private readonly labels: LabelRepository,
    private readonly projects: ProjectService,
    private readonly events: Events,
  ) {}

  listOf(project: Project, page: { after: number | null; limit: number }): Promise<Label[]> {
    return this.labels.listOfProject(project.id, page);
  }

  /**
   * These labels of the project, in any order.
   *
   * @throws AppError `validation_failed` where one is of another project or of none
   */
  async require(projectId: number, ids: readonly number[]): Promise<Label[]> {
    if (ids.length === 0) return [];
    const labels = await this.labels.listAmong(projectId, ids);
    if (labels.length < ids.length) throw labelErrors.unknown();
    return labels;
  }

  /**
   * Those who add a label to one project do so one after the other, so that they count what the others have added.
   *
   * @throws AppError `project_archived`, `name_taken`, `limit_reached`
   */
  create(actor: Actor, project: Project, details: CreateLabel): Promise<Label> {
    project.requireActive();
    return this.db.transaction(async () => {
      await this.projects.lockAsRead(actor, project);
      if ((await this.labels.countOf(project.id)) >= MAX_LABELS) throw errors.limitReached('labels', MAX_LABELS);
      const label = await this.labels.addTo(project, actor, details);
      await this.events.record(actor, new LabelCreated(aboutLabel(label)));
      return label;
    });
  }

  /** @throws AppError `project_archived`, `name_taken` */
  update(actor: Actor, label: Label, details: UpdateLabel): Promise<Label> {
    label.project.requireActive();
    return this.db.transaction(async () => {
      const before = Object.assign(new Label(), label);
      label.edit(details);
      const changes = changesBetween(before, label, LABEL_DETAILS);
      if (Object.keys(changes).length === 0) return label;
      await this.labels.saveAs(actor, label);
      await this.events.record(actor, new LabelUpdated({ ...aboutLabel(label), changes }));
      return label;
    });
  }

  /** Tasks that have it lose it. @throws AppError `project_archived` */
  async remove(actor: Actor, label: Label): Promise<void> {
    label.project.requireActive();
    await this.db.transaction(async () => {
      const taskIds = await this.labels.lockWithTasks(actor, label);
      await this.labels.removeAs(actor, label);
      await this.events.record(actor, new LabelDeleted({ ...aboutLabel(label), taskIds }));
    });
  }
}
