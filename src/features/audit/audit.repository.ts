import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { ListAuditEvents } from './audit.dto.js';

/** One line of the log, with the one who did it as they are called today. */
export interface AuditEvent {
  id: number;
  type: string;
  actorId: number | null;
  actorName: string | null;
  subjectType: string | null;
  subjectId: number | null;
  data: object;
  ip: string | null;
  requestId: string | null;
  at: Date;
}

const SHOWN = `
  SELECT e.id, e.type, u.id AS "actorId", u.display_name AS "actorName", e.subject_type AS "subjectType",
    e.subject_id AS "subjectId", e.data, e.ip, e.request_id AS "requestId", e.created_at AS at
  FROM events e LEFT JOIN users u ON u.id = e.actor_id`;

type Condition = (value: string) => string;

const CONDITIONS: Record<'after' | 'user_id' | 'type' | 'since' | 'until', Condition> = {
  after: (id) => `e.id < ${id}`,
  user_id: (id) => `e.actor_id = ${id}`,
  type: (type) => `e.type = ${type}`,
  since: (time) => `e.created_at >= ${time}`,
  until: (time) => `e.created_at <= ${time}`,
};

@Injectable()
export class AuditRepository {
  constructor(private readonly db: Database) {}

  /** Newest first. As many texts as there are sets of filters. */
  list(query: ListAuditEvents): Promise<AuditEvent[]> {
    const values: unknown[] = [query.limit + 1];
    const conditions = Object.entries(CONDITIONS).flatMap(([filter, condition]) => {
      const value = query[filter as keyof typeof CONDITIONS] ?? null;
      return value === null ? [] : [condition(`$${values.push(value)}`)];
    });
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    return this.db.query<AuditEvent & Record<string, unknown>>(`${SHOWN} ${where} ORDER BY e.id DESC LIMIT $1`, values);
  }
}
