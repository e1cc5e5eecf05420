import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { Backlog } from '../events/deliveries/backlog.js';
import { Connections } from '../realtime/sockets/connections.js';
import { ProcessMetrics } from './process-metrics.js';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type Observe = (seconds: number) => void;

/**
 * Prometheus metrics of this instance; the backlog in the database is the same for all instances. Without a configured
 * API key, nobody could read them, and nothing is counted.
 *
 * @spec SPEC-015.4
 */
@Injectable()
export class Metrics implements OnModuleInit, OnApplicationShutdown {
  private readonly isWanted: boolean;
  private readonly registry = new Registry();
  private readonly durations: Histogram<'method' | 'route' | 'status'>;
  private readonly observers = new Map<string, Observe>();
  private process?: ProcessMetrics;

  constructor(
    config: Config,
    private readonly db: Database,
    private readonly backlog: Backlog,
    private readonly connections: Connections,
  ) {
    this.isWanted = config.internalApiKeys.length > 0;
    this.durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'How long requests took, by route and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers: [this.registry],
    });
    if (this.isWanted) this.watch();
  }

  onModuleInit(): void {
    this.process?.start();
  }

  onApplicationShutdown(): void {
    this.process?.stop();
  }

  /** @param route the pattern, never a path that a client chose */
  observe(method: string, route: string, status: number, seconds: number): void {
    if (!this.isWanted) return;
    const key = `${method} ${status} ${route}`;
    let observe = this.observers.get(key);
    if (!observe) {
      const child = this.durations.labels({ method, route, status });
      observe = (value) => child.observe(value);
      this.observers.set(key, observe);
    }
    observe(seconds);
  }

  /** A counter of a feature, by the values of one label; it answers what adds one. */
  counter(name: string, help: string, label: string): (value: string) => void {
    if (!this.isWanted) return () => undefined;
    const counter = new Counter({ name, help, labelNames: [label], registers: [this.registry] });
    return (value) => counter.inc({ [label]: value });
  }

  /** A measure of a feature, in seconds. */
  timer(name: string, help: string): Observe {
    if (!this.isWanted) return () => undefined;
    const histogram = new Histogram({ name, help, buckets: SECONDS, registers: [this.registry] });
    return (seconds) => histogram.observe(seconds);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private watch(): void {
    this.process = new ProcessMetrics(this.registry);
    this.gauge('db_pool_connections_in_use', 'Connections that work for somebody.', () => this.db.load.inUse);
    this.gauge('db_pool_callers_waiting', 'Callers that wait for a connection.', () => this.db.load.waiting);
    this.gauge('sockets_connected', 'Open Socket.IO connections.', () => this.connections.count);
    const subscriptions = () => this.connections.subscriptions;
    this.gauge(
      'sockets_project_subscriptions',
      'Projects that sockets follow, counted for each socket.',
      subscriptions,
    );
    const read = once(() => this.backlog.read());
    this.gauge('deliveries_waiting', 'Events that a subscriber has not heard yet.', async () => (await read()).waiting);
    this.gauge('deliveries_dead', 'Deliveries that were given up.', async () => (await read()).dead);
    const oldest = async () => (await read()).oldestSeconds;
    this.gauge('deliveries_oldest_seconds', 'How long the oldest of those that wait has waited.', oldest);
  }

  /** Collected on request. If the database is unavailable, only the metrics from it are missing. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    if (!this.isWanted) return;
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.reset();
        try {
          this.set(await read());
        } catch {
          this.remove();
        }
      },
    });
  }
}

/** Concurrent requests share one collection. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read().finally(() => (reading = undefined));
    return reading;
  };
}
