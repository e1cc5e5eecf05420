import { Controller, Get, Query, Res } from '@nestjs/common';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Response } from '../../platform/request/request.js';
import type { Project } from '../projects/project.entity.js';
import { ListChanges } from './feed.dto.js';
import { FeedService } from './feed.service.js';
import { ChangesView } from './feed.view.js';

@Controller('projects/:id/changes')
export class FeedController {
  constructor(private readonly feed: FeedService) {}

  /**
   * List what has changed in a project: the project, its members, labels, tasks, comments, relations and files, each once,
   * at the number of its newest change, in ascending order. `since=0` gives all there is. Apply pages until `has_more` is
   * false and keep `last_seq`: then you have what the database has. Deleted things appear for 30 days; where an older
   * `since` may have missed some, the answer is 410 `resync_required`, and you begin again at 0. A change appears a moment
   * after it is made. When a label is renamed or deleted, its tasks come again; when a person is renamed, what they own,
   * are assigned to or have written. Statistics are no change. A relation is seen from its task in the project, which `task_id` tells besides;
   * one to a task that you may not read is shown as deleted. Kinds that your permissions don't cover are left out.
   */
  @Get()
  @Requires('read_project', 'project')
  @ErrorCodes({ gone: ['resync_required'] })
  async list(
    @CurrentActor() actor: Actor,
    @Row() project: Project,
    @Query() query: ListChanges,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ChangesView> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    return ChangesView.of(await this.feed.changes(actor, project, query, gone.signal));
  }
}
