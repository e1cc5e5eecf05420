import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Listener } from '../../database/listener.js';
import type { Head } from '../message-log.js';
import { Signals, writeHeads } from './signals.js';

const CHANNEL = 'fasttrack_push';
/** NOTIFY carries less than 8,000 bytes; two numbers with their punctuation are at most 36. */
const HEADS_IN_ONE = 200;

/**
 * Signals through NOTIFY, in the transaction of the delivery. One instance at a time delivers, so the lock of NOTIFY at
 * commit delays nobody.
 */
@Injectable()
export class PostgresSignals extends Signals {
  constructor(
    private readonly db: Database,
    private readonly listener: Listener,
  ) {
    super();
    listener.on(CHANNEL, (payload) => this.hear(payload));
    listener.onGap(() => this.recheck());
  }

  get isLive(): boolean {
    return this.listener.isLive;
  }

  async announce(heads: readonly Head[]): Promise<void> {
    for (let from = 0; from < heads.length; from += HEADS_IN_ONE) {
      const payload = writeHeads(heads.slice(from, from + HEADS_IN_ONE));
      await this.db.execute('SELECT pg_notify($1, $2)', [CHANNEL, payload]);
    }
  }
}
