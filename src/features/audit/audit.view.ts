import { snakeCase } from '../../platform/database/naming.js';
import { PageOf } from '../../platform/input/list-query.js';
import type { PersonView } from '../users/person.view.js';
import type { AuditEvent } from './audit.repository.js';

/** What it was done to. */
export class SubjectView {
  type!: string;
  id!: number;
}

export class AuditEventView {
  id!: number;
  /** What happened, in the past tense: `task.assigned`. */
  type!: string;
  /** Null where nobody was signed in, where the program did it by itself, and where the account is gone. */
  actor!: PersonView | null;
  subject!: SubjectView | null;
  /** Where the request came from. */
  ip!: string | null;
  request_id!: string | null;
  /** What belongs to this type of event. */
  data!: Record<string, unknown>;
  timestamp!: Date;

  static of(this: void, event: AuditEvent): AuditEventView {
    const { id, type, personId, personName, subjectType, subjectId, ip, requestId, data, createdAt } = event;
    return {
      id,
      type,
      actor: personId === null ? null : { id: personId, display_name: personName ?? '' },
      subject: subjectType === null || subjectId === null ? null : { type: subjectType, id: subjectId },
      ip,
      request_id: requestId,
      data: inSnakeCase(data) as Record<string, unknown>,
      timestamp: createdAt,
    };
  }
}

export class AuditEventPage extends PageOf(AuditEventView) {}

/** Facts are written as the program speaks, and shown as the API does. */
function inSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSnakeCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [snakeCase(name), inSnakeCase(one)]));
}
