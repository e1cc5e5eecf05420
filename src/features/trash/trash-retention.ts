import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Every } from '../../platform/events/on.js';
import { StoredProjectRepository } from './stored-project.repository.js';
import { StoredTaskRepository } from './stored-task.repository.js';

const BATCH = 500;
/** At most so many batches in one run; the rest waits for the next run. */
const MAX_BATCHES = 20;

/** @spec SPEC-025 */
@Injectable()
export class TrashRetention {
  constructor(
    private readonly tasks: StoredTaskRepository,
    private readonly projects: StoredProjectRepository,
    private readonly config: Config,
  ) {}

  @Every({ minutes: 60, as: 'empty-old-trash' })
  async clear(): Promise<void> {
    const days = this.config.trashRetentionDays;
    await inBatches(() => this.tasks.purgeOld(days, BATCH));
    await inBatches(() => this.projects.purgeOld(days, 1), 1);
  }
}

async function inBatches(purge: () => Promise<number>, size = BATCH): Promise<void> {
  for (let batches = 0; batches < MAX_BATCHES; batches++) if ((await purge()) < size) return;
}
