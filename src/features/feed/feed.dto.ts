import { ListOf, Optional, QueryInteger } from '../../platform/input/fields.js';
import { FEED_KINDS, type FeedKindName } from '../projects/feed-kinds/feed-kind.entity.js';
import { MAX_PLACE } from './feed-place.js';

export class ListChanges {
  /** The `last_seq` of the last page; 0 begins with all there is. */
  @Optional()
  @QueryInteger(0, MAX_PLACE, 0)
  since: number = 0;

  /** The largest number of items in the page. */
  @Optional()
  @QueryInteger(1, 500, 200)
  limit: number = 200;

  /** Only changes of these kinds. `last_seq` counts all. */
  @Optional()
  @ListOf(FEED_KINDS)
  kinds?: FeedKindName[];

  /** For how many seconds to wait for a change, where there is none. */
  @Optional()
  @QueryInteger(0, 25, 0)
  wait: number = 0;
}
