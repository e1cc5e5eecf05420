import { PageOf } from '../../platform/input/list-query.js';
import { VersionedView } from '../../platform/http/versioned-view.js';
import { PersonView } from '../users/person.view.js';
import type { Project, ProjectStatus } from './project.entity.js';

/** The number of tasks of each status in a project. It is counted in the background, within two seconds. */
export class ProjectStatsView {
  todo!: number;
  in_progress!: number;
  done!: number;
}

export class ProjectView extends VersionedView {
  id!: number;
  /** What the refs of its tasks begin with. */
  key!: string;
  name!: string;
  description!: string | null;
  /** An archived project is read-only. */
  status!: ProjectStatus;
  owner!: PersonView;
  stats!: ProjectStatsView;
  created_at!: Date;
  updated_at!: Date;

  static of(this: void, project: Project): ProjectView {
    const { id, key, name, description, status, version, createdAt, updatedAt } = project;
    const stats = { todo: project.todoCount, in_progress: project.inProgressCount, done: project.doneCount };
    const owner = PersonView.of(project.owner);
    const times = { created_at: createdAt, updated_at: updatedAt };
    return Object.assign(new ProjectView(), { id, key, name, description, status, owner, stats, version, ...times });
  }

  /** The ETag ends with the counts: they are shown, but a new count is not a new version of the project. */
  override etag(): string {
    const { todo, in_progress, done } = this.stats;
    return `"${this.version}.${todo}-${in_progress}-${done}"`;
  }
}

export class ProjectPage extends PageOf(ProjectView) {}
