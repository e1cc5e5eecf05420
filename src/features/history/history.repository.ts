import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { Event } from '../../platform/events/event.entity.js';
import { type Person, personIn } from '../users/person.entity.js';

/** An event of a task, with the one who did it as they are called today; null when the account is gone. */
export type HistoryEvent = Event & { actor: Person | null };

/** As the index `events_task_idx` has it. */
const OF_TASK = `e.subject_type = 'task' AND e.type LIKE 'task.%' AND e.subject_id = $1`;

@Injectable()
export class HistoryRepository extends EntityRepository<Event> {
  private readonly all = `
    SELECT ${this.columns('e')}, (
      SELECT ${personIn('u')} FROM users u WHERE u.id = e.actor_id
    ) AS actor
    FROM events e WHERE ${OF_TASK}`;

  private readonly page = `${this.all} AND e.id < $2 ORDER BY e.id DESC LIMIT $3`;
  private readonly one = `${this.all} AND e.id = $2`;

  constructor(db: Database) {
    super(Event, db);
  }

  /** Newest first. */
  async listOf(taskId: number, { after, limit }: { after: number | null; limit: number }): Promise<HistoryEvent[]> {
    const values = [taskId, after ?? Number.MAX_SAFE_INTEGER, limit + 1];
    return (await this.select(this.page, values)) as HistoryEvent[];
  }

  /** Null for an event of something else. */
  findOf(taskId: number, id: number): Promise<Event | null> {
    return this.selectOne(this.one, [taskId, id]);
  }
}
