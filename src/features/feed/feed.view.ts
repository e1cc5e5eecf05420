import { ApiProperty } from '@nestjs/swagger';
import type { ShownChange } from './feed-reading.service.js';
import type { ShownPage } from './feed.service.js';
import { FEED_KINDS, type FeedKindName } from '../projects/feed-kinds/feed-kind.entity.js';

export class ChangeView {
  /** The number of the newest change of this thing; a project counts its changes. */
  seq!: number;

  @ApiProperty({ enum: FEED_KINDS })
  kind!: FeedKindName;

  /** Of the thing; a member's is the person's. */
  id!: number;

  deleted!: boolean;

  /** The thing as its own GET shows it now, a project without `role`, a relation with `task_id`; `null` if it is deleted. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  data!: object | null;

  static of(this: void, { change: { seq, kind, id }, data }: ShownChange): ChangeView {
    return { seq, kind, id, deleted: data === null, data };
  }
}

export class ChangesView {
  items!: ChangeView[];

  /** What to send as `since` to go on from here. */
  last_seq!: number;

  /** Whether there are more changes already. */
  has_more!: boolean;

  static of(this: void, { items, place, hasMore }: ShownPage): ChangesView {
    return { items: items.map(ChangeView.of), last_seq: place, has_more: hasMore };
  }
}
