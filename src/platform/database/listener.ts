import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type pg from 'pg';
import { Config } from '../config/config.js';
import { RUNNING_LOCK } from './schema/schema-change.js';
import { directConnection, newClient } from './session.js';

/** The heartbeat interval. A heartbeat that arrives proves that all notifications before it have arrived. */
const HEARTBEAT_MS = 250;
/** The maximum age of the last heartbeat: a connection may be cut or frozen without an error. */
const BELIEVED_MS = 750;
/** A connection without a heartbeat for this long is replaced. */
const BEAT_TIMEOUT_MS = 1_000;
const RECONNECT_MS = 250;
const ANSWER_TIMEOUT_MS = 2_000;

type Handler = (payload: string) => void;

/** Says that an instance runs here, for as long as its connection lives. */
async function shareRunningLock(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>(SHARE_RUNNING_LOCK);
  if (!rows[0]?.taken) throw new Error('the database is being restored');
}

const SHARE_RUNNING_LOCK = `SELECT pg_try_advisory_lock_shared(${RUNNING_LOCK}) AS taken`;

/**
 * Receives NOTIFY on its own connection, and knows whether the connection works: it sends itself four heartbeats a
 * second, on its own channel. `isLive` becomes false when the connection is lost, or 750 ms after the sending of the
 * last heartbeat that arrived. It becomes true when the next heartbeat has arrived and every `onGap` has run.
 *
 * @spec SPEC-002.13, SPEC-002.29
 */
@Injectable()
export class Listener implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Listener.name);
  private readonly handlers = new Map<string, Handler[]>();
  private readonly doubts: (() => void)[] = [];
  private readonly ownChannel = `fasttrack_heartbeat_${randomBytes(8).toString('hex')}`;
  private client: pg.Client | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  /** The sending time of the newest heartbeat that arrived, by a monotonic clock. */
  private heardAt = 0;
  private closed = false;

  constructor(private readonly config: Config) {}

  /** Call before the application starts: channels are subscribed when the connection opens. */
  on(channel: string, handler: Handler): void {
    this.handlers.set(channel, [...(this.handlers.get(channel) ?? []), handler]);
  }

  /** Runs when the connection is lost and when it is back: notifications in between were missed. */
  onGap(task: () => void): void {
    this.doubts.push(task);
  }

  get isLive(): boolean {
    return this.client !== undefined && performance.now() - this.heardAt < BELIEVED_MS;
  }

  async onModuleInit(): Promise<void> {
    await this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearTimeout(this.heartbeat);
    await this.client?.end().catch(() => undefined);
  }

  /** Whatever goes wrong, it tries again. */
  private async connect(): Promise<void> {
    let client: pg.Client | undefined;
    try {
      client = this.open();
      await client.connect();
      await shareRunningLock(client);
      for (const channel of [this.ownChannel, ...this.handlers.keys()]) await client.query(`LISTEN ${channel}`);
      this.settle(client);
    } catch (error) {
      this.logger.warn(`Cannot listen to the database, trying again: ${(error as Error).message}`);
      void client?.end().catch(() => undefined);
      this.later(() => void this.connect(), RECONNECT_MS);
    }
  }

  private open(): pg.Client {
    const client = newClient({
      ...directConnection(this.config.databaseDirectUrl),
      application_name: 'fasttrack listener',
      connectionTimeoutMillis: ANSWER_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      keepAlive: true,
    });
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    client.on('notification', ({ channel, payload }) => this.hear(channel, payload ?? ''));
    return client;
  }

  private settle(client: pg.Client): void {
    if (this.closed) return void client.end().catch(() => undefined);
    this.heardAt = performance.now();
    this.doubt();
    this.client = client;
    void this.beat(client);
  }

  private async beat(client: pg.Client): Promise<void> {
    const saidAt = performance.now();
    const values = [this.ownChannel, String(saidAt)];
    try {
      await client.query({
        text: 'SELECT pg_notify($1, $2)',
        values,
        query_timeout: BEAT_TIMEOUT_MS,
      } as pg.QueryConfig);
    } catch {
      return this.lose(client);
    }
    // The answer and the end may have come in one packet: the timer is then that of the next connection.
    if (this.client !== client) return;
    this.later(() => void (this.heardAt < saidAt ? this.lose(client) : this.beat(client)), HEARTBEAT_MS);
  }

  private lose(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    if (this.closed) return;
    this.logger.warn('The connection that hears of changes was lost; nothing cached is believed until it is back.');
    void client.end().catch(() => undefined);
    this.later(() => void this.connect(), RECONNECT_MS);
    this.doubt();
  }

  private doubt(): void {
    this.doubts.forEach((task) => task());
  }

  private hear(channel: string, payload: string): void {
    if (channel === this.ownChannel) this.heardAt = Number(payload);
    for (const handler of this.handlers.get(channel) ?? []) handler(payload);
  }

  private later(task: () => void, milliseconds: number): void {
    clearTimeout(this.heartbeat);
    if (!this.closed) this.heartbeat = setTimeout(task, milliseconds).unref();
  }
}
