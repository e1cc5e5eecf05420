import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { inActiveProject } from '../projects/project-member.entity.js';
import { Task, type TaskDetails } from './task.entity.js';

/** In the order in which a change locks: first the project, then the task. */
const LOCK = `
  WITH project AS (
    SELECT id FROM projects WHERE id = (SELECT project_id FROM tasks WHERE id = $1) FOR KEY SHARE
  )
  SELECT FROM tasks t, project WHERE t.id = $1 AND t.project_id = project.id FOR NO KEY UPDATE OF t`;

type Draft = Partial<TaskDetails> & Pick<Task, 'projectId' | 'title' | 'assigneeId'>;

/** Each change is one statement, carried out only in an active project. */
@Injectable()
export class TaskRepository extends EntityRepository<Task> {
  private readonly byId = `
    SELECT ${this.columns('t')}, ${this.joined('u', 'assignee', ['id', 'displayName'])},
      ${this.joined('p', 'project', ['name', 'status', 'ownerId'])}
    FROM tasks t JOIN projects p ON p.id = t.project_id LEFT JOIN users u ON u.id = t.assignee_id WHERE t.id = $1`;

  constructor(db: Database) {
    super(Task, db);
  }

  findById(id: number): Promise<Task | null> {
    return this.selectOne(this.byId, [id]);
  }

  override async lock(id: number): Promise<void> {
    await this.execute(LOCK, [id]);
  }

  /** @throws StaleRow when the project has been archived or deleted meanwhile */
  override add(draft: Draft): Promise<Task> {
    return super.add(draft, inActiveProject(draft.projectId));
  }

  /** @throws StaleRow when the task or its project is not what it was when the task was read */
  override saveVersion(task: Task): Promise<Task> {
    return super.saveVersion(task, inActiveProject(task.projectId));
  }

  /** @throws StaleRow, as `saveVersion` does */
  override deleteVersion(task: Task): Promise<void> {
    return super.deleteVersion(task, inActiveProject(task.projectId));
  }
}
