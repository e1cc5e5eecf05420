import { ApiHideProperty, ApiProperty } from '@nestjs/swagger';
import type { Cursors, Place } from './cursors.js';
import { Optional, QueryInteger, Text } from './fields.js';
import type { Request } from '../request/request.js';

/** Far longer than any cursor; Node refuses a request whose headers are longer than 16 KiB. */
const MAX_CURSOR_LENGTH = 8_000;

/** What every list takes; a list with filters extends it. */
export class ListQuery {
  /** The largest number of items in the page. */
  @Optional()
  @QueryInteger(1, 100, 20)
  limit: number = 20;

  /** The `next_cursor` of the previous page. It only works with the same list and filters. */
  @Optional()
  @Text({ max: MAX_CURSOR_LENGTH })
  cursor?: string;

  /** Where the page starts: the id of the last item of the page before, or null for the first page. */
  @ApiHideProperty()
  after: number | null = null;

  /** What a list that isn't sorted by id alone is sorted by, of that item. */
  @ApiHideProperty()
  afterKey: string | null = null;

  @ApiHideProperty()
  private cursorAfter: (place: Place) => string = () => '';

  /** The pipe calls it: ties the query to its list and its reader. */
  bind(request: Request, cursors: Cursors): void {
    const { limit: _limit, cursor, after: _after, afterKey: _key, cursorAfter: _write, ...filters } = this;
    const path = request.originalUrl.split('?', 1)[0] ?? '';
    const binding = JSON.stringify([path, request.actor?.id ?? 0, Object.entries(filters).sort()]);
    this.cursorAfter = (place) => cursors.write(binding, place);
    if (cursor !== undefined) ({ id: this.after, key: this.afterKey } = cursors.read(binding, cursor));
  }

  /**
   * Makes the page from `limit + 1` rows: the extra row only says that there are more. `keyOf` says what a row is sorted
   * by before its id.
   */
  page<T extends { id: number }, V>(
    rows: T[],
    view: (row: T) => V,
    keyOf: (row: T) => string | null = () => null,
  ): Page<V> {
    const shown = rows.slice(0, this.limit);
    const last = shown.at(-1);
    const hasMore = rows.length > this.limit;
    const next = hasMore && last ? this.cursorAfter({ id: last.id, key: keyOf(last) }) : null;
    return { items: shown.map((row) => view(row)), next_cursor: next, has_more: hasMore };
  }
}

/** A page of a list. */
export interface Page<V> {
  items: V[];
  next_cursor: string | null;
  has_more: boolean;
}

/** The declared answer of a list: `export class TaskPage extends PageOf(TaskView) {}`. */
export function PageOf<V>(view: new () => V): new () => Page<V> {
  class PageView implements Page<V> {
    @ApiProperty({ type: [view] })
    items!: V[];

    /** Send it as `cursor` to get the next page; `null` on the last page. */
    @ApiProperty({ type: String, nullable: true })
    next_cursor!: string | null;

    @ApiProperty()
    has_more!: boolean;
  }
  return PageView;
}
