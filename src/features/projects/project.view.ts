import { PageOf } from '../../platform/input/list-query.js';
import { VersionedView } from '../../platform/http/responses/versioned-view.js';
import { PersonView } from '../users/person.view.js';
import type { Project, ProjectRole, ProjectStatus } from './project.entity.js';

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
  /** Your role in the project; `null` if only `manage_all_projects` lets you in. */
  role!: ProjectRole | null;
  stats!: ProjectStatsView;
  created_at!: Date;
  updated_at!: Date;

  static of(this: void, project: Project): ProjectView {
    const { id, key, name, description, status, role, version, createdAt, updatedAt } = project;
    const stats = { todo: project.todoCount, in_progress: project.inProgressCount, done: project.doneCount };
    const owner = PersonView.of(project.owner);
    const times = { created_at: createdAt, updated_at: updatedAt };
    const details = { id, key, name, description, status, owner, role };
    return Object.assign(new ProjectView(), { ...details, stats, version, ...times });
  }

  /** What everybody sees of it. */
  static withoutReader(this: void, project: Project): Omit<ProjectView, 'role' | 'etag'> {
    const { role: _, ...view } = ProjectView.of(project);
    return view;
  }

  /** The ETag ends with the counts and the reader's role: they are shown, but are no version of the project. */
  override etag(): string {
    const { todo, in_progress, done } = this.stats;
    return `"${this.version}.${todo}-${in_progress}-${done}.${this.role ?? ''}"`;
  }
}

export class ProjectPage extends PageOf(ProjectView) {}
