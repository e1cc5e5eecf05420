import { Injectable } from '@nestjs/common';
import type { FeedKindName } from '../projects/feed-kinds/feed-kind.entity.js';
import { ChangeRepository } from './change.repository.js';
import { FeedBackfill } from './feed-backfill.js';
import type { FeedHead, FeedPage } from './project-change.entity.js';

/** A project that was just made. */
const noneYet = (projectId: number): FeedHead => {
  return { projectId, lastSeq: 0, forgottenSeq: 0, forgettings: 0, isFilled: true };
};

/** The numbered changes of each project. */
@Injectable()
export class ProjectFeeds {
  constructor(
    private readonly changes: ChangeRepository,
    private readonly backfill: FeedBackfill,
  ) {}

  /** Where the feed ends, after what was there before it was taken into it. */
  async head(projectId: number): Promise<FeedHead> {
    const [head] = await this.changes.heads([projectId]);
    if (head?.isFilled) return head;
    const isFilled = await this.backfill.fill(projectId, head !== undefined);
    const [now] = isFilled ? await this.changes.heads([projectId]) : [];
    return now ?? noneYet(projectId);
  }

  /** The changes after a number, in order, and where the feed ended then. Without `kinds`, changes of all kinds. */
  async page(
    projectId: number,
    asked: { since: number; limit: number; kinds?: readonly FeedKindName[] },
  ): Promise<FeedPage> {
    const found = await this.changes.page(projectId, asked);
    if (found?.head.isFilled) return found;
    const head = await this.head(projectId);
    return (head.lastSeq > 0 && (await this.changes.page(projectId, asked))) || { head, changes: [] };
  }
}
