import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../config/config.js';
import { directConnection } from './session.js';

const HEARTBEAT_MS = 1_000;
/** Older news than this is no news: a connection that answers nothing may be cut without anyone having said so. */
const BELIEVED_MS = 2_500;
const RECONNECT_MS = 250;
const ANSWER_TIMEOUT_MS = 2_000;

type Handler = (payload: string) => void;

/**
 * Hears NOTIFY on a connection of its own, and knows whether it still does: `isLive` is false from the moment that the
 * connection is lost, or silent for longer than 2.5 s, until it is back and every `onReconnect` has run.
 */
@Injectable()
export class Listener implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Listener.name);
  private readonly handlers = new Map<string, Handler[]>();
  private readonly returns: (() => void)[] = [];
  private client: pg.Client | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private answeredAt = 0;
  private closed = false;

  constructor(private readonly config: Config) {}

  /** Call before the application starts: channels are subscribed when the connection opens. */
  on(channel: string, handler: Handler): void {
    this.handlers.set(channel, [...(this.handlers.get(channel) ?? []), handler]);
  }

  /** Runs after every (re)connection: what was said meanwhile is not known. */
  onReconnect(task: () => void): void {
    this.returns.push(task);
  }

  get isLive(): boolean {
    return this.client !== undefined && Date.now() - this.answeredAt < BELIEVED_MS;
  }

  async onModuleInit(): Promise<void> {
    await this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearTimeout(this.heartbeat);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      ...directConnection(this.config.databaseDirectUrl),
      application_name: 'fasttrack listener',
      connectionTimeoutMillis: ANSWER_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      keepAlive: true,
    });
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    client.on('notification', ({ channel, payload }) => this.hear(channel, payload ?? ''));
    try {
      await client.connect();
      for (const channel of this.handlers.keys()) await client.query(`LISTEN ${channel}`);
      this.settle(client);
    } catch (error) {
      this.logger.warn(`Cannot listen to the database, trying again: ${(error as Error).message}`);
      void client.end().catch(() => undefined);
      this.later(() => void this.connect(), RECONNECT_MS);
    }
  }

  private settle(client: pg.Client): void {
    if (this.closed) return void client.end().catch(() => undefined);
    this.answeredAt = Date.now();
    this.returns.forEach((task) => task());
    this.client = client;
    this.later(() => void this.beat(client), HEARTBEAT_MS);
  }

  private async beat(client: pg.Client): Promise<void> {
    try {
      const asked = Date.now();
      await client.query('SELECT 1');
      this.answeredAt = asked;
      this.later(() => void this.beat(client), HEARTBEAT_MS);
    } catch {
      this.lose(client);
    }
  }

  private lose(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    if (this.closed) return;
    this.logger.warn('The connection that hears of changes was lost; nothing cached is believed until it is back.');
    void client.end().catch(() => undefined);
    this.later(() => void this.connect(), RECONNECT_MS);
  }

  private hear(channel: string, payload: string): void {
    for (const handler of this.handlers.get(channel) ?? []) handler(payload);
  }

  private later(task: () => void, milliseconds: number): void {
    clearTimeout(this.heartbeat);
    if (!this.closed) this.heartbeat = setTimeout(task, milliseconds).unref();
  }
}
