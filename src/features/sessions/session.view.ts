import { PageOf } from '../../platform/input/list-query.js';
import type { Session } from './session.entity.js';

/** A session that has not ended. */
export class SessionView {
  id!: number;
  created_at!: Date;
  /** When the newest token pair of the session was issued. */
  last_used_at!: Date;
  /** The IP address of the sign-in. */
  ip!: string;
  user_agent!: string | null;
  /** Whether this session sent the request. */
  is_current!: boolean;

  static of(this: void, session: Session, currentId: number): SessionView {
    return {
      id: session.id,
      created_at: session.createdAt,
      last_used_at: session.lastUsedAt,
      ip: session.ip,
      user_agent: session.userAgent,
      is_current: session.id === currentId,
    };
  }
}

export class SessionPage extends PageOf(SessionView) {}
