import './label.errors.js';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import type { Project } from '../projects/project.entity.js';
import { inActiveProject, type Writer } from '../projects/project-member.entity.js';
import { Label, type LabelDetails, labelKey } from './label.entity.js';

const COUNT = 'SELECT count(*) AS count FROM labels WHERE project_id = $1';

const TASKS = 'SELECT task_id AS id FROM task_labels WHERE label_id = $1 ORDER BY task_id';

/** After what every change below the project locks first. */
const lock = (guard: string, given: number) => `
  WITH guard AS (${guard}) SELECT l.id FROM guard, labels l WHERE l.id = $${given + 1} FOR UPDATE OF l`;

/** Each change is one statement, carried out only in an active project. */
@Injectable()
export class LabelRepository extends EntityRepository<Label> {
  private readonly byId = `
    SELECT ${this.columns('l')}, ${this.joined('p', 'project', ['id', 'status'])}, m.role AS "project.role"
    FROM labels l JOIN projects p ON p.id = l.project_id
    LEFT JOIN project_members m ON m.project_id = l.project_id AND m.user_id = $2 WHERE l.id = $1`;

  private readonly ofProject = `
    SELECT ${this.columns()} FROM labels WHERE project_id = $1 AND id > $2 ORDER BY id LIMIT $3`;

  private readonly among = `SELECT ${this.columns()} FROM labels WHERE id = ANY($2::bigint[]) AND project_id = $1`;

  constructor(db: Database) {
    super(Label, db);
  }

  /** With the role of this person in its project. */
  findFor(personId: number, id: number): Promise<Label | null> {
    return this.lookUp(this.byId, [id, personId]);
  }

  listOfProject(projectId: number, { after, limit }: { after: number | null; limit: number }): Promise<Label[]> {
    return this.select(this.ofProject, [projectId, after ?? 0, limit + 1]);
  }

  /** Those of the labels that the project has. */
  listAmong(projectId: number, ids: readonly number[]): Promise<Label[]> {
    return this.select(this.among, [projectId, ids]);
  }

  async countOf(projectId: number): Promise<number> {
    const [row] = await this.rows<{ count: number }>(COUNT, [projectId]);
    return row?.count ?? 0;
  }

  /**
   * @throws StaleRow when the project was archived or deleted meanwhile, or the writer has another role in it
   * @throws AppError `name_taken`
   */
  addTo(project: Project, writer: Writer, { name, color }: LabelDetails): Promise<Label> {
    const draft = { projectId: project.id, name, nameKey: labelKey(name), color };
    return this.add(draft, inActiveProject(writer, project));
  }

  /**
   * @throws StaleRow when the label, its project or the writer's role is not what it was when the label was read
   * @throws AppError `name_taken`
   */
  saveAs(writer: Writer, label: Label): Promise<Label> {
    return this.saveVersion(label, inActiveProject(writer, label.project));
  }

  /** Nobody gives it to a task from now on, until the transaction ends. @returns the tasks that have it */
  async lockWithTasks(writer: Writer, { id, project }: Label): Promise<number[]> {
    const { text, values } = inActiveProject(writer, project);
    await this.execute(lock(text, values.length), [...values, id]);
    return (await this.rows<{ id: number }>(TASKS, [id])).map((task) => task.id);
  }

  /** @throws StaleRow, as `saveAs` does */
  removeAs(writer: Writer, label: Label): Promise<void> {
    return this.deleteVersion(label, inActiveProject(writer, label.project));
  }
}
