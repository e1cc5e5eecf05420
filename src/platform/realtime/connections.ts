import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { errors } from '../errors/errors.js';
import type { Connection } from './connection.js';

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
  private readonly byPerson = new Map<number, Set<Connection>>();
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
    return [...(this.byPerson.get(userId) ?? [])];
  }

  ofSession(sessionId: number): readonly Connection[] {
    return this.list().filter((connection) => connection.sessionId === sessionId);
  }

  /**
   * @throws AppError `limit_reached` where the person has too many already, `overloaded` where all together have too many;
   *   `shutting_down`
   *
   * @spec SPEC-010.34
   */
  requireRoom(userId: number): void {
    if (this.isClosed) throw errors.shuttingDown();
    const own = this.byPerson.get(userId)?.size ?? 0;
    if (own >= MAX_PER_PERSON) throw errors.limitReached('connections of yours', MAX_PER_PERSON);
    if (this.all.size >= MAX_CONNECTIONS) throw errors.overloaded();
  }

  add(connection: Connection): void {
    this.all.add(connection);
    const own = this.byPerson.get(connection.userId);
    if (own) own.add(connection);
    else this.byPerson.set(connection.userId, new Set([connection]));
  }

  remove(connection: Connection): void {
    this.all.delete(connection);
    const own = this.byPerson.get(connection.userId);
    own?.delete(connection);
    if (own?.size === 0) this.byPerson.delete(connection.userId);
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
