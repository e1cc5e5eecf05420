import { Injectable } from '@nestjs/common';
import type { Preferences } from '../../preferences/preferences.entity.js';
import type { ProjectRole } from '../project.entity.js';
import { projectPolicy } from '../project.policy.js';
import { ProjectAudienceRepository } from './project-audience.repository.js';

/** Somebody who may read a project now. */
export interface ProjectReader {
  displayName: string;
  role: ProjectRole | null;
  /** For `wantsNotification` and `wantsMail`. */
  preferences: Preferences;
}

type Pair = { projectId: number; userId: number };

const keyOf = ({ projectId, userId }: Pair) => `${projectId} ${userId}`;

/** Who is told of news about a project: judged at delivery, like those of a task. */
@Injectable()
export class ProjectAudience {
  constructor(private readonly standings: ProjectAudienceRepository) {}

  /** The managers of these projects, and their owners, who may still read them. */
  async managers(projectIds: readonly number[]): Promise<(Pair & ProjectReader)[]> {
    const pairs = await this.standings.managers(projectIds);
    const standing = await this.of(pairs);
    return pairs.flatMap((pair) => {
      const reader = standing(pair);
      return reader ? [{ ...pair, ...reader }] : [];
    });
  }

  /** Answers what somebody is to a project; undefined for whoever may not read it any more. */
  async of(pairs: readonly Pair[]): Promise<(pair: Pair) => ProjectReader | undefined> {
    const asked = [...new Map(pairs.map((pair) => [keyOf(pair), pair])).values()];
    const found = await this.standings.list(
      asked.map(({ projectId }) => projectId),
      asked.map(({ userId }) => userId),
    );
    const readers = found.filter(({ userId, permissions, role }) => {
      const can = (permission: (typeof permissions)[number]) => permissions.includes(permission);
      return projectPolicy.allows({ id: userId, can }, { role }, 'read_project');
    });
    const known = new Map(readers.map((standing) => [keyOf(standing), standing]));
    return (pair) => known.get(keyOf(pair));
  }
}
