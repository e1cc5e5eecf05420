import { Controller, Get, Query } from '@nestjs/common';
import { CurrentActor, SignedIn } from '../../platform/access/rules.js';
import type { Actor } from '../../platform/request/actor.js';
import { SearchFor } from './search.dto.js';
import { SearchService } from './search.service.js';
import { SearchHitView, SearchPage } from './search.view.js';

@Controller('search')
export class SearchController {
  constructor(private readonly searches: SearchService) {}

  /**
   * Search tasks, comments, articles and projects by their words. Only what the caller may read is found: each type needs
   * its permission (`read_task`, `read_comment`, `read_article`, `read_project`), and is left out without it. All words of
   * the query must be there, or words that begin with them; case, accents and everything but letters and digits make no
   * difference. The ref of a task, such as `GARDEN-12`, finds that task first. The best hits come first: those with the
   * words in their title, then the newest.
   */
  @Get()
  @SignedIn({ byToken: 'any' })
  async search(@CurrentActor() actor: Actor, @Query() query: SearchFor): Promise<SearchPage> {
    const { items, ...page } = query.page(await this.searches.page(actor, query), (hit) => hit);
    return { ...page, items: items.flatMap(({ row, words }) => (row ? [SearchHitView.of(row, words)] : [])) };
  }
}
