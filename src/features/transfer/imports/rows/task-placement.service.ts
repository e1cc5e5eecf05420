import { Injectable } from '@nestjs/common';
import { Config } from '../../../../platform/config/config.js';
import type { Actor } from '../../../../platform/request/actor.js';
import type { Project } from '../../../projects/project.entity.js';
import { TaskService } from '../../../tasks/task.service.js';
import type { ImportReport } from '../import-report.js';
import { RowRepository } from './row.repository.js';
import { StageRepository } from '../staging/stage.repository.js';

/** Finds where all that is staged belongs in a project, which is held from then on. */
@Injectable()
export class TaskPlacement {
  private readonly ownPrefix: string;

  constructor(
    private readonly stage: StageRepository,
    private readonly rows: RowRepository,
    private readonly tasks: TaskService,
    config: Config,
  ) {
    this.ownPrefix = `fasttrack:${config.publicUrl}/`;
  }

  /** @throws AppError `validation_failed`; StaleRow as `TaskService.hold` does */
  async place(actor: Actor, project: Project, report: ImportReport): Promise<void> {
    await this.rows.assign(project.id, actor.can('read_user'));
    await this.tasks.hold(actor, project);
    report.fail(...(await this.stage.place(project.id, this.ownPrefix)));
    report.requireNoFaults();
    for (const { name, count } of await this.rows.unknownPeople()) {
      const unassigned = count === 1 ? '1 task is unassigned' : `${count} tasks are unassigned`;
      report.note(`Nobody in the project is called ${name}: ${unassigned}.`);
    }
  }
}
