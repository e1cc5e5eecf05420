import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import type { Head } from '../../platform/realtime/message-log.js';
import type { ListNotifications } from './notification.dto.js';
import { type NewNotification, Notification } from './notification.entity.js';

interface UnreadPage {
  afterId: number;
  upTo: number;
  limit: number;
}

interface MarkedPage {
  marked: number;
  /** With fewer rows than the limit, it was the last page. */
  seen: number;
  lastId: number | null;
}

/**
 * All of it in one statement: each person's counter moves on by as many as there are for them, and is locked until the
 * transaction ends. Counters are taken in the order of people, so that two of these can't wait for each other, and the
 * account before its counter, as whoever deletes it does. Who has been deleted meanwhile is passed over. The time is read
 * under the lock, so it never runs against the numbers.
 */
const APPEND = `
  WITH people AS MATERIALIZED (
    SELECT id FROM users WHERE id = ANY ($1::bigint[]) ORDER BY id FOR KEY SHARE
  ), news AS (
    SELECT n.*, row_number() OVER (PARTITION BY n.user_id ORDER BY n.place) AS nth
    FROM unnest($1::bigint[], $2::text[], $3::jsonb[]) WITH ORDINALITY AS n (user_id, type, data, place)
    JOIN people ON people.id = n.user_id
  ), counts AS (
    SELECT user_id, count(*) AS more FROM news GROUP BY user_id ORDER BY user_id
  ), counted AS (
    INSERT INTO notification_counters AS c (user_id, last_seq) SELECT user_id, more FROM counts
    ON CONFLICT (user_id) DO UPDATE SET last_seq = c.last_seq + excluded.last_seq
    RETURNING user_id, last_seq
  )
  INSERT INTO notifications AS n (user_id, seq, type, data, created_at)
  SELECT user_id, last_seq - more + nth, type, data, (SELECT clock_timestamp())
  FROM news JOIN counts USING (user_id) JOIN counted USING (user_id) ORDER BY place
  RETURNING`;

const NEWEST_FIRST = 'ORDER BY id DESC LIMIT $3';
const COUNT_UNREAD = 'SELECT count(*) AS count FROM notifications WHERE user_id = $1 AND read_at IS NULL';

/**
 * One page of what is unread, up to a number: as many rows as a statement changes in a moment, locked in the order of
 * ids, as two of these must not wait for each other. Pages go by id, because the index still holds what earlier ones
 * have marked.
 */
const MARK_PAGE = `
  WITH page AS MATERIALIZED (
    SELECT id FROM notifications WHERE user_id = $1 AND read_at IS NULL AND id > $2 AND seq <= $3 ORDER BY id LIMIT $4
  ), marked AS (
    UPDATE notifications SET read_at = statement_timestamp() WHERE id IN (
      SELECT n.id FROM notifications n JOIN page USING (id) WHERE n.read_at IS NULL ORDER BY n.id FOR UPDATE OF n)
    RETURNING id
  )
  SELECT (SELECT count(*) FROM marked) AS marked, count(*) AS seen, max(id) AS "lastId" FROM page`;

const HEADS =
  'SELECT user_id AS "userId", last_seq AS seq FROM notification_counters WHERE user_id = ANY($1::bigint[])';
const OLDEST = 'SELECT min(seq) AS seq FROM notifications WHERE user_id = $1';

const CLEAR = `
  DELETE FROM notifications WHERE id IN (
    SELECT id FROM notifications WHERE created_at < now() - make_interval(days => $1)
    ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)`;

/** All notifications. */
@Injectable()
export class NotificationRepository extends EntityRepository<Notification> {
  private readonly appended = `${APPEND} ${this.columns('n')}`;
  private readonly all = `SELECT ${this.columns()} FROM notifications`;
  private readonly own = `${this.all} WHERE user_id = $1 AND id < coalesce($2, 9223372036854775807)`;
  private readonly ownOne = `${this.all} WHERE id = $2 AND user_id = $1 FOR UPDATE`;
  private readonly byId = `${this.all} WHERE id = $1`;
  private readonly later = `${this.all} WHERE user_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`;
  private readonly lists = {
    all: `${this.own} ${NEWEST_FIRST}`,
    read: `${this.own} AND read_at IS NOT NULL ${NEWEST_FIRST}`,
    unread: `${this.own} AND read_at IS NULL ${NEWEST_FIRST}`,
  };
  private readonly marked = `
    UPDATE notifications SET read_at = CASE WHEN $2 THEN statement_timestamp() END WHERE id = $1
    RETURNING ${this.columns()}`;

  constructor(db: Database) {
    super(Notification, db);
  }

  /** Numbers them for each person in the order in which they are given; in that order they come back. */
  async append(news: readonly NewNotification[]): Promise<Notification[]> {
    const values = [news.map(({ userId }) => userId), news.map(({ type }) => type)];
    return this.select(this.appended, [...values, news.map(({ data }) => JSON.stringify(data))]);
  }

  list(userId: number, { is_read, after, limit }: ListNotifications): Promise<Notification[]> {
    const kept = is_read === undefined ? 'all' : is_read ? 'read' : 'unread';
    return this.select(this.lists[kept], [userId, after, limit + 1]);
  }

  findById(id: number): Promise<Notification | null> {
    return this.lookUp(this.byId, [id]);
  }

  /** Locked until the transaction ends. */
  findOwnToChange(userId: number, id: number): Promise<Notification | null> {
    return this.selectOne(this.ownOne, [userId, id]);
  }

  async countUnread(userId: number): Promise<number> {
    const [row] = await this.rows<{ count: number }>(COUNT_UNREAD, [userId]);
    return row?.count ?? 0;
  }

  async mark(notification: Notification, isRead: boolean): Promise<Notification> {
    return Object.assign(notification, await this.selectOne(this.marked, [notification.id, isRead]));
  }

  /** @param upTo the number of the newest that is marked: what comes meanwhile stays unread */
  async markPageRead(userId: number, { afterId, upTo, limit }: UnreadPage): Promise<MarkedPage> {
    const [page] = await this.rows<MarkedPage & Record<string, unknown>>(MARK_PAGE, [userId, afterId, upTo, limit]);
    return page as MarkedPage;
  }

  /** The number of the newest of each person, also where it was cleared away. */
  heads(userIds: readonly number[]): Promise<Head[]> {
    return this.rows<Head & Record<string, number>>(HEADS, [userIds]);
  }

  /** Null where there is none. */
  async oldest(userId: number): Promise<number | null> {
    const [row] = await this.rows<{ seq: number | null }>(OLDEST, [userId]);
    return row?.seq ?? null;
  }

  after(userId: number, seq: number, limit: number): Promise<Notification[]> {
    return this.select(this.later, [userId, seq, limit]);
  }

  /** Deletes the oldest of those that are older than this; the counters stay. */
  clearOlderThan(olderThanDays: number, limit: number): Promise<number> {
    return this.execute(CLEAR, [olderThanDays, limit]);
  }
}
