import { Injectable } from '@nestjs/common';
import { Database } from '../../src/platform/database/database.js';
import { DomainEvent, type RecordedEvent } from '../../src/platform/events/domain-event.js';
import { Every, On, OnBatch } from '../../src/platform/events/on.js';

export class BellRang extends DomainEvent<{ tone: number }> {
  static readonly type = 'bell.rang';
  readonly subject = null;
}

export class GongRang extends DomainEvent<{ tone: number }> {
  static readonly type = 'gong.rang';
  readonly subject = null;
}

export class FloodCame extends DomainEvent<{ tone: number }> {
  static readonly type = 'flood.came';
  readonly subject = null;
}

/** What a handler that talks to the outside does, said by each test. */
export const outside: { call: (tone: number) => Promise<void>; heard: number[] } = {
  call: () => Promise.resolve(),
  heard: [],
};

@Injectable()
export class Listeners {
  sweeps = 0;

  constructor(private readonly db: Database) {}

  @OnBatch([BellRang, GongRang], { as: 'write' })
  async write(events: RecordedEvent<BellRang>[]): Promise<void> {
    for (const { id, data } of events) {
      await this.db.execute('INSERT INTO heard (event_id, tone) VALUES ($1, $2)', [id, data.tone]);
    }
  }

  /** A tone below zero can't be heard: the statement fails, and with it the transaction it is in. */
  @On(BellRang, { as: 'measure' })
  async measure({ data }: RecordedEvent<BellRang>): Promise<void> {
    await this.db.execute('INSERT INTO measured (root) VALUES (sqrt($1::float8))', [data.tone]);
  }

  @On(GongRang, { as: 'call', external: true })
  async call({ data }: RecordedEvent<GongRang>): Promise<void> {
    await outside.call(data.tone);
    outside.heard.push(data.tone);
  }

  @On(GongRang, { as: 'echo', external: true, onRequest: true })
  async echo({ data }: RecordedEvent<GongRang>): Promise<void> {
    await Promise.resolve(outside.heard.push(-data.tone));
  }

  @On(FloodCame, { as: 'swim', external: true, bulk: true })
  swim(event: RecordedEvent<FloodCame>): Promise<void> {
    return this.call(event);
  }

  @Every({ minutes: 60, as: 'sweep' })
  async sweep(): Promise<void> {
    this.sweeps++;
    await this.db.execute('INSERT INTO swept DEFAULT VALUES');
  }
}
