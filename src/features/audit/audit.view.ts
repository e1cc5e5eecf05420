import { snakeCase } from '../../platform/database/schema/naming.js';
import { PageOf } from '../../platform/input/list-query.js';
import { PersonView } from '../users/person.view.js';
import type { AuditEvent } from './audit.repository.js';

/** The row that the event is about. */
export class SubjectView {
  type!: string;
  id!: number;
}

export class AuditEventView {
  id!: number;
  /** The type of event, in the past tense, such as `task.assigned`. */
  type!: string;
  /** Who acted; `null` if nobody was signed in, if the program itself acted, or if the account was deleted. */
  actor!: PersonView | null;
  subject!: SubjectView | null;
  /** The IP address that the request came from. */
  ip!: string | null;
  request_id!: string | null;
  /** Details; their fields depend on `type`. */
  data!: Record<string, unknown>;
  timestamp!: Date;

  static of(this: void, event: AuditEvent): AuditEventView {
    const { id, type, actor, subjectType, subjectId, ip, requestId, data, createdAt } = event;
    return {
      id,
      type,
      actor: PersonView.of(actor),
      subject: subjectType === null || subjectId === null ? null : { type: subjectType, id: subjectId },
      ip,
      request_id: requestId,
      data: inSnakeCase(data) as Record<string, unknown>,
      timestamp: createdAt,
    };
  }
}

export class AuditEventPage extends PageOf(AuditEventView) {}

/** Events are stored with camelCase keys and shown with snake_case keys. */
function inSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSnakeCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [snakeCase(name), inSnakeCase(one)]));
}
