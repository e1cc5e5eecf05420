import { Fact } from '../../platform/events/fact.js';

interface AboutProject {
  projectId: number;
  /** The project's name. */
  project: string;
  ownerId: number;
}

abstract class ProjectFact<D extends AboutProject = AboutProject> extends Fact<D> {
  get subject() {
    return { type: 'project', id: this.data.projectId };
  }
}

export class ProjectCreated extends ProjectFact {
  static readonly type = 'project.created';
}

/** Name or description; `fields` names them. */
export class ProjectChanged extends ProjectFact<AboutProject & { fields: string[] }> {
  static readonly type = 'project.changed';
}

export class ProjectHandedOver extends ProjectFact<AboutProject & { formerOwnerId: number }> {
  static readonly type = 'project.handed_over';
}

export class ProjectArchived extends ProjectFact {
  static readonly type = 'project.archived';
}

export class ProjectReopened extends ProjectFact {
  static readonly type = 'project.reopened';
}

/** Its tasks and their comments went with it. */
export class ProjectDeleted extends ProjectFact {
  static readonly type = 'project.deleted';
}
