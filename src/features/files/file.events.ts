import { DomainEvent } from '../../platform/events/domain-event.js';
import { type AboutTask, aboutTask } from '../tasks/task.events.js';
import type { TaskFile } from './file.entity.js';

export interface AboutFile extends AboutTask {
  fileId: number;
  name: string;
  size: number;
  contentType: string;
  authorId: number | null;
}

export function aboutFile({ id, name, size, contentType, authorId, task }: TaskFile): AboutFile {
  return { ...aboutTask(task), fileId: id, name, size, contentType, authorId };
}

abstract class FileEvent extends DomainEvent<AboutFile> {
  get subject() {
    return { type: 'file', id: this.data.fileId };
  }
}

export class FileAdded extends FileEvent {
  static readonly type = 'file.added';
}

export class FileRemoved extends FileEvent {
  static readonly type = 'file.removed';
}
