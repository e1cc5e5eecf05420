import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Listener } from '../../database/listener.js';

/** What may have changed: one session, everything about one person, or (with neither) what roles allow. */
export interface Invalidation {
  sessionId?: number;
  userId?: number;
}

const CHANNEL = 'fasttrack_access';

/**
 * Invalidates cached identities on every instance. This is rare (a session ended, roles changed, an account was
 * disabled), so its NOTIFY may be part of the change's transaction: exactly the committed changes are announced.
 */
@Injectable()
export class AccessInvalidation {
  private readonly readers: ((news: Invalidation) => void)[] = [];

  constructor(
    private readonly db: Database,
    listener: Listener,
  ) {
    listener.on(CHANNEL, (payload) => this.spread(JSON.parse(payload) as Invalidation));
    listener.onGap(() => this.spread({}));
  }

  onInvalidation(reader: (news: Invalidation) => void): void {
    this.readers.push(reader);
  }

  /** Call inside the transaction of the change. This instance invalidates its cache before the change is answered. */
  async announce(news: Invalidation): Promise<void> {
    await this.db.execute('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify(news)]);
    this.db.afterCommit(() => this.spread(news));
  }

  private spread(news: Invalidation): void {
    this.readers.forEach((read) => read(news));
  }
}
