import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/request/actor.js';
import { ReadableProjects } from '../../preferences/readable-projects.service.js';
import { ProjectRepository } from '../project.repository.js';

/** The projects that somebody may mute. */
@Injectable()
export class ProjectChoice extends ReadableProjects {
  constructor(private readonly projects: ProjectRepository) {
    super();
  }

  override among(actor: Actor, ids: readonly number[]): Promise<number[]> {
    return this.projects.idsAmong(ids, actor.id, { all: actor.can('manage_all_projects') });
  }
}
