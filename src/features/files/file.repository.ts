import './file.errors.js';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { inActiveProject, inActiveProjectAsAuthor, type Writer } from '../projects/project-member.entity.js';
import type { Task } from '../tasks/task.entity.js';
import { TaskFile } from './file.entity.js';
import { PERSON_FIELDS } from '../users/person.entity.js';

const COUNT = 'SELECT count(*)::integer AS count FROM files WHERE task_id = $1';

/** As feeds see them. */
export const FILES_OF_PROJECTS = `
  SELECT t.project_id, f.id, f.task_id, NULL::bigint AS other_task_id FROM files f JOIN tasks t ON t.id = f.task_id`;

type Draft = Pick<TaskFile, 'name' | 'size' | 'sha256' | 'contentType' | 'objectKey'>;

/** Each change is one statement, carried out only in an active project. */
@Injectable()
export class FileRepository extends EntityRepository<TaskFile> {
  private readonly byId = `
    SELECT ${this.shown}, ${this.joined('t', 'task', ['id', 'title', 'projectId', 'assigneeId'])},
      ${this.joined('p', 'task.project', ['id', 'name', 'status', 'ownerId'])}, m.role AS "task.project.role"
    FROM files JOIN tasks t ON t.id = files.task_id JOIN projects p ON p.id = t.project_id
    LEFT JOIN project_members m ON m.project_id = t.project_id AND m.user_id = $2 WHERE files.id = $1`;

  private readonly ofTask = `
    SELECT ${this.shown} FROM files WHERE task_id = $1 AND id > $2 ORDER BY id LIMIT $3`;

  private readonly among = `
    SELECT ${this.shown} FROM files WHERE id = ANY ($2::bigint[])
    AND EXISTS (SELECT FROM tasks t WHERE t.id = files.task_id AND t.project_id = $1)`;

  constructor(db: Database) {
    super(TaskFile, db);
  }

  /** With the role of this person in its project. */
  findFor(personId: number, id: number): Promise<TaskFile | null> {
    return this.lookUp(this.byId, [id, personId]);
  }

  listOfTask(taskId: number, { after, limit }: { after: number | null; limit: number }): Promise<TaskFile[]> {
    return this.select(this.ofTask, [taskId, after ?? 0, limit + 1]);
  }

  /** Those of these files that are on tasks of the project. */
  listAmong(projectId: number, ids: readonly number[]): Promise<TaskFile[]> {
    return this.select(this.among, [projectId, ids]);
  }

  async countOfTask(taskId: number): Promise<number> {
    return (await this.rows<{ count: number }>(COUNT, [taskId]))[0]?.count ?? 0;
  }

  /**
   * @throws StaleRow when the project was archived or deleted meanwhile, or the author has another role in it; AppError
   *   `limit_reached`
   */
  addTo(task: Task, author: Writer, draft: Draft): Promise<TaskFile> {
    return this.add({ ...draft, taskId: task.id, authorId: author.id }, inActiveProjectAsAuthor(author, task.project));
  }

  /** @throws StaleRow when the file or its project is not what it was when the file was read */
  removeAs(writer: Writer, file: TaskFile): Promise<void> {
    return this.deleteVersion(file, inActiveProject(writer, file.task.project));
  }

  protected override get shown(): string {
    return `${this.columns()}, ${this.related('author', PERSON_FIELDS)}`;
  }
}
