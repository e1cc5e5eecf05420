import { ListOf, Optional, Text } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';
import { SEARCH_KINDS, type SearchKind } from './search-entry.entity.js';

export class SearchFor extends ListQuery {
  /** Words or beginnings of words, all of which must be found; or the ref of a task. */
  @Text({ min: 1, max: 200 })
  query!: string;

  /** What to search. The default is everything. */
  @Optional()
  @ListOf(SEARCH_KINDS)
  type?: SearchKind[];
}
