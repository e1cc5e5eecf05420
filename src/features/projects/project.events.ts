import { DomainEvent } from '../../platform/events/domain-event.js';
import { type Project, PROJECT_DETAILS, type ProjectDetails } from './project.entity.js';

interface AboutProject {
  projectId: number;
  /** The project's name. */
  project: string;
  ownerId: number;
}

/** The project as it is now. */
export function aboutProject({ id, name, ownerId }: Pick<Project, 'id' | 'name' | 'ownerId'>): AboutProject {
  return { projectId: id, project: name, ownerId };
}

abstract class ProjectEvent<D extends AboutProject = AboutProject> extends DomainEvent<D> {
  get subject() {
    return { type: 'project', id: this.data.projectId };
  }
}

export class ProjectCreated extends ProjectEvent {
  static readonly type = 'project.created';
}

/** Name, description or key changed; `fields` says which. */
export class ProjectChanged extends ProjectEvent<AboutProject & { fields: string[] }> {
  static readonly type = 'project.changed';
}

export class ProjectHandedOver extends ProjectEvent<AboutProject & { formerOwnerId: number }> {
  static readonly type = 'project.handed_over';
}

export class ProjectArchived extends ProjectEvent {
  static readonly type = 'project.archived';
}

export class ProjectReopened extends ProjectEvent {
  static readonly type = 'project.reopened';
}

/** In the trash from now on, with its tasks and their comments. */
export class ProjectDeleted extends ProjectEvent {
  static readonly type = 'project.deleted';
}

/** Back from the trash. */
export class ProjectRestored extends ProjectEvent {
  static readonly type = 'project.restored';
}

/** Deleted for good; where it wasn't in the trash yet, `ProjectDeleted` comes first. */
export class ProjectPurged extends ProjectEvent {
  static readonly type = 'project.purged';
}

type Described = ProjectDetails & Pick<Project, 'status' | 'ownerId'>;

/** The events of a change to a project; none if nothing changed. */
export function changesOf(before: Described, project: Project): DomainEvent[] {
  const about = aboutProject(project);
  const facts: DomainEvent[] = [];
  const fields = PROJECT_DETAILS.filter((field) => project[field] !== before[field]);
  if (fields.length > 0) facts.push(new ProjectChanged({ ...about, fields }));
  if (project.ownerId !== before.ownerId) {
    facts.push(new ProjectHandedOver({ ...about, formerOwnerId: before.ownerId }));
  }
  if (project.status !== before.status) {
    facts.push(project.status === 'archived' ? new ProjectArchived(about) : new ProjectReopened(about));
  }
  return facts;
}
