import { TaggedView } from '../../platform/http/responses/versioned-view.js';
import { PageOf } from '../../platform/input/list-query.js';
import { PersonView } from '../users/person.view.js';
import type { TaskFile } from './file.entity.js';

export class FileView extends TaggedView {
  id!: number;
  task_id!: number;
  name!: string;
  /** In bytes. */
  size!: number;
  /** What the bytes are: found out from them. `text/plain` for any text, `application/octet-stream` for what is unknown. */
  content_type!: string;
  /** Of the bytes, in hexadecimal digits. It is also the `ETag` of the content. */
  sha256!: string;
  /** `null` if the account was deleted. */
  author!: PersonView | null;
  created_at!: Date;

  static of(this: void, { taskId, contentType, author, createdAt, ...file }: TaskFile): FileView {
    const { id, name, size, sha256 } = file;
    const shown = { id, task_id: taskId, name, size, content_type: contentType, sha256 };
    return Object.assign(new FileView(), { ...shown, author: PersonView.of(author), created_at: createdAt });
  }

  /** A file never changes; its author may be gone one day. */
  override etag(): string {
    return `"${this.id}.${this.author?.id ?? 0}"`;
  }
}

export class FilePage extends PageOf(FileView) {}
