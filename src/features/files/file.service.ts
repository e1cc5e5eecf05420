import { Injectable } from '@nestjs/common';
import { AppError } from '../../platform/errors/app-error.js';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import type { ReceivedFile } from '../../platform/files/received-file.js';
import type { Task } from '../tasks/task.entity.js';
import type { AddFile } from './file.dto.js';
import { MAX_FILES, type TaskFile } from './file.entity.js';
import { fileErrors } from './file.errors.js';
import { aboutFile, FileAdded, FileRemoved } from './file.events.js';
import { FileRepository } from './file.repository.js';
import { FileObjects } from './objects/file-objects.service.js';

/**
 * The bytes come before the row, and go after it: at any moment, what a row points to is there.
 *
 * @spec SPEC-020
 */
@Injectable()
export class FileService {
  constructor(
    private readonly db: Database,
    private readonly files: FileRepository,
    private readonly objects: FileObjects,
    private readonly events: Events,
  ) {}

  listOf(task: Task, page: { after: number | null; limit: number }): Promise<TaskFile[]> {
    return this.files.listOfTask(task.id, page);
  }

  /** @throws AppError `project_archived`, `limit_reached` */
  async add(actor: Actor, task: Task, { file: received }: AddFile): Promise<TaskFile> {
    task.project.requireActive();
    // Asked again by the database: here it saves keeping bytes for nothing.
    if ((await this.files.countOfTask(task.id)) >= MAX_FILES) throw fileErrors.limitReached();
    const objectKey = await this.objects.keep(received);
    try {
      return await this.insert(actor, task, received, objectKey);
    } catch (error) {
      if (error instanceof AppError && error.kind !== 'unavailable') await this.objects.drop(objectKey);
      throw error;
    }
  }

  /** @throws AppError `project_archived` */
  async remove(actor: Actor, file: TaskFile): Promise<void> {
    file.task.project.requireActive();
    await this.db.transaction(async () => {
      await this.files.removeAs(actor, file);
      await this.events.record(actor, new FileRemoved(aboutFile(file)));
    });
  }

  private insert(actor: Actor, task: Task, { name = '', content }: ReceivedFile, objectKey: string): Promise<TaskFile> {
    return this.db.transaction(async () => {
      const file = await this.files.addTo(task, actor, { name, ...content, objectKey });
      file.task = task;
      await this.events.record(actor, new FileAdded(aboutFile(file)));
      return file;
    });
  }
}
