import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { Event } from '../../platform/events/event.entity.js';
import { type Person, personIn } from '../users/person.entity.js';
import type { ListAuditEvents } from './audit.dto.js';

/** One line of the log, with the one who did it as they are called today; null when the account is gone. */
export type AuditEvent = Event & { actor: Person | null };

type Condition = (value: string) => string;

const CONDITIONS: Record<'after' | 'user_id' | 'type' | 'since' | 'until', Condition> = {
  after: (id) => `e.id < ${id}`,
  user_id: (id) => `e.actor_id = ${id}`,
  type: (type) => `e.type = ${type}`,
  since: (time) => `e.created_at >= ${time}`,
  until: (time) => `e.created_at <= ${time}`,
};

@Injectable()
export class AuditRepository extends EntityRepository<Event> {
  private readonly all = `
    SELECT ${this.columns('e')}, (SELECT ${personIn('u')} FROM users u WHERE u.id = e.actor_id) AS actor
    FROM events e`;

  constructor(db: Database) {
    super(Event, db);
  }

  /** Newest first. As many texts as there are sets of filters. */
  async list(query: ListAuditEvents): Promise<AuditEvent[]> {
    const values: unknown[] = [query.limit + 1];
    const conditions = Object.entries(CONDITIONS).flatMap(([filter, condition]) => {
      const value = query[filter as keyof typeof CONDITIONS] ?? null;
      return value === null ? [] : [condition(`$${values.push(value)}`)];
    });
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    return (await this.select(`${this.all} ${where} ORDER BY e.id DESC LIMIT $1`, values)) as AuditEvent[];
  }
}
