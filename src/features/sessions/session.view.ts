import { PageOf } from '../../platform/input/list-query.js';
import type { Session } from './session.entity.js';

/** A sign-in that is still good. */
export class SessionView {
  id!: number;
  created_at!: Date;
  /** When it got its newest token pair. */
  last_used_at!: Date;
  /** Where it was begun. */
  ip!: string;
  user_agent!: string | null;
  /** Whether it is the one that asks. */
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
