import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { errors } from '../../errors/errors.js';
import type { Connection } from './connection.js';
import type { SocketSession } from '../socket-session.js';

/** The maximum number of connections of one person: more than any legitimate use. */
const MAX_PER_PERSON = 2_000;

/** The maximum number of connections of the instance. */
const MAX_CONNECTIONS = 50_000;

const RETRY_FROM_MS = 1_000;
const RETRY_SPREAD_MS = 5_000;

/** Every open connection of this instance, by person and by session. */
@Injectable()
export class Connections implements BeforeApplicationShutdown {
  private readonly all = new Set<Connection>();
  private readonly byPerson = new Groups();
  private readonly bySession = new Groups();
  private isClosed = false;

  get count(): number {
    return this.all.size;
  }

  /** How many projects they follow, each counted once for each of its followers. */
  get subscriptions(): number {
    let count = 0;
    for (const { projects } of this.all) count += projects.size;
    return count;
  }

  list(): readonly Connection[] {
    return [...this.all];
  }

  ofPerson(userId: number): readonly Connection[] {
    return [...this.byPerson.of(userId)];
  }

  ofSession(sessionId: number): readonly Connection[] {
    return [...this.bySession.of(sessionId)];
  }

  /**
   * @throws AppError `limit_reached` where the person has too many already, `overloaded` where all together have too many;
   *   `shutting_down`
   *
   * @spec SPEC-010.34
   */
  requireRoom(userId: number): void {
    if (this.isClosed) throw errors.shuttingDown();
    if (this.byPerson.of(userId).size >= MAX_PER_PERSON)
      throw errors.limitReached('connections of yours', MAX_PER_PERSON);
    if (this.all.size >= MAX_CONNECTIONS) throw errors.overloaded();
  }

  add(connection: Connection): void {
    this.all.add(connection);
    this.byPerson.add(connection.userId, connection);
    this.bySession.add(connection.sessionId, connection);
  }

  remove(connection: Connection): void {
    this.all.delete(connection);
    this.byPerson.remove(connection.userId, connection);
    this.bySession.remove(connection.sessionId, connection);
  }

  /** Prolongs an open connection, perhaps with another session of the same person. */
  prolong(connection: Connection, session: SocketSession): void {
    if (!this.all.has(connection)) return;
    this.bySession.remove(connection.sessionId, connection);
    connection.prolong(session);
    this.bySession.add(connection.sessionId, connection);
  }

  /**
   * Tells every client to reconnect, each after a different time.
   *
   * @spec SPEC-012.18
   */
  beforeApplicationShutdown(): void {
    this.isClosed = true;
    for (const connection of this.all) {
      connection.close('shutting_down', RETRY_FROM_MS + Math.floor(Math.random() * RETRY_SPREAD_MS));
    }
  }
}

const NONE: ReadonlySet<Connection> = new Set();

/** Found without a look at all the others, of which there are thousands. */
class Groups {
  private readonly groups = new Map<number, Set<Connection>>();

  of(key: number): ReadonlySet<Connection> {
    return this.groups.get(key) ?? NONE;
  }

  add(key: number, connection: Connection): void {
    const group = this.groups.get(key);
    if (group) group.add(connection);
    else this.groups.set(key, new Set([connection]));
  }

  remove(key: number, connection: Connection): void {
    const group = this.groups.get(key);
    group?.delete(connection);
    if (group?.size === 0) this.groups.delete(key);
  }
}
