import { Injectable } from '@nestjs/common';
import { accessErrors } from '../../platform/access/access-errors.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Action } from '../../platform/access/policy.js';
import { Database } from '../../platform/database/database.js';
import { StaleRow } from '../../platform/database/stale-row.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import { UserService } from '../users/user.service.js';
import type { CreateProject, ListProjects, UpdateProject } from './project.dto.js';
import type { Project } from './project.entity.js';
import { projectErrors } from './project.errors.js';
import { aboutProject, changesOf, ProjectCreated } from './project.events.js';
import { projectPolicy } from './project.policy.js';
import { type CountChange, ProjectRepository } from './project.repository.js';

/** @spec SPEC-004 */
@Injectable()
export class ProjectService {
  constructor(
    private readonly db: Database,
    private readonly projects: ProjectRepository,
    private readonly users: UserService,
    private readonly events: Events,
  ) {}

  /**
   * The actor becomes the owner.
   *
   * @throws AppError `key_taken`
   */
  create(actor: Actor, { name, description = null, key }: CreateProject): Promise<Project> {
    return this.db.transaction(async () => {
      const project = await this.projects.addOwned({ ownerId: actor.id, name, description, key });
      if (!project) throw accessErrors.tokenRevoked();
      project.role = 'owner';
      await this.events.record(actor, new ProjectCreated(aboutProject(project)));
      return project;
    });
  }

  list(actor: Actor, query: ListProjects): Promise<Project[]> {
    const listsAll = actor.can('manage_all_projects') && query.role === undefined;
    if (query.status === 'deleted') return this.projects.listDeletedFor(actor, listsAll ? null : actor.id, query);
    return listsAll ? this.projects.listAllFor(actor, query) : this.projects.listReadableBy(actor, query);
  }

  /** The project with the role of the actor in it, if there is one and they may read it. */
  async findReadable(actor: Actor, id: number): Promise<Project | null> {
    const project = await this.projects.findFor(actor.id, id);
    return project && projectPolicy.allows(actor, project, 'read_project') ? project : null;
  }

  /**
   * An archived project can only be changed by a patch that sets it active; other fields may be in the same patch.
   *
   * @throws AppError `forbidden` for a new owner from anybody but the owner, `project_archived`, `key_taken`,
   *   `validation_failed` for an owner who is no active user
   */
  async update(actor: Actor, project: Project, changes: UpdateProject): Promise<Project> {
    if (Object.keys(changes).length === 0) return project;
    if (changes.owner_id !== undefined) projectPolicy.require(actor, project, 'update_project.owner_id');
    if (changes.status !== 'active') project.requireActive();
    return this.db.transaction(async () => {
      const before = { ...project };
      await this.apply(project, changes);
      const facts = changesOf(before, project);
      if (facts.length > 0) await this.save(actor, project);
      for (const fact of facts) await this.events.record(actor, fact);
      // The trigger has moved the actor's role, too.
      return project.ownerId === before.ownerId ? project : this.get(actor.id, project.id);
    });
  }

  /**
   * Locks the project against other changes of it and of its members until the transaction ends; writes below it don't
   * wait for that. It comes with the role of this person.
   *
   * @throws AppError `not_found`
   */
  async lock(id: number, personId: number): Promise<Project> {
    await this.projects.lock(id);
    return this.get(personId, id);
  }

  /**
   * The same for the actor, who was judged by what they were in the project then.
   *
   * @throws StaleRow where they are something else by now, or their session or API token has ended
   */
  async lockAsRead(actor: Actor, project: Pick<Project, 'id' | 'role'>): Promise<Project> {
    const locked = await this.lock(project.id, actor.id);
    if (locked.role !== project.role || !(await this.projects.isSignedIn(actor))) throw new StaleRow();
    return locked;
  }

  /** The same; it also waits for all that is being changed below the project, and keeps it out. */
  async lockOutAsRead(actor: Actor, project: Pick<Project, 'id' | 'role'>): Promise<Project> {
    await this.projects.lockOut(project);
    return this.lockAsRead(actor, project);
  }

  /**
   * The project as it is now, if the actor may do this with it.
   *
   * @throws AppError `not_found`, `forbidden`
   */
  async findFor(actor: Actor, id: number, action: Action): Promise<Project> {
    const project = await this.get(actor.id, id);
    projectPolicy.require(actor, project, action);
    return project;
  }

  /** @throws AppError `forbidden` */
  require(actor: Actor, project: Project, action: Action): void {
    projectPolicy.require(actor, project, action);
  }

  /** Updates the statistics, which does not change the version of the project. */
  count(changes: CountChange[]): Promise<void> {
    return this.projects.addCounts(changes);
  }

  private async apply(project: Project, { owner_id, status, ...description }: UpdateProject): Promise<void> {
    project.edit(description);
    if (status) project.status = status;
    if (owner_id === undefined || owner_id === project.ownerId) return;
    const owner = await this.users.findActive(owner_id);
    if (!owner) throw projectErrors.unknownOwner();
    project.handOver(owner);
  }

  /** After the answer to archiving, nothing in the project changes, so this waits for changes in progress. */
  private async save(actor: Actor, project: Project): Promise<void> {
    if (project.status === 'archived') await this.projects.lockOut(project);
    await this.projects.saveAs(actor, project);
  }

  private async get(personId: number, id: number): Promise<Project> {
    const project = await this.projects.findFor(personId, id);
    if (!project) throw errors.notFound('project');
    return project;
  }
}
