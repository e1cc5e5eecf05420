import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.js';
import { freePort } from '../database/embedded/free-port.js';
import { answerLimits } from '../limits/limit-desk.js';
import type { Log } from '../logging/log.js';
import type { Arrival } from './announce.js';
import { failureIn, handOver, isReport } from './handover.js';
import { StartTrouble } from './start-trouble.js';

const PAUSE_MS = 500;
/** A worker that dies now and then is replaced; so many in so short a time will not get better by it. */
const MOST_DEATHS = 5;
const DEATHS_WITHIN_MS = 30_000;
/** Of the embedded server's 200 connections, some are its own and some for whoever looks in with psql. */
const EMBEDDED_CONNECTIONS = 180;
/** Beside its pool a worker has one to listen on; one is to spare while a dead worker's are not yet gone. */
const BESIDE_THE_POOL = 2;

/**
 * The processes that share the port, seen from the primary, which serves nobody itself: it starts them, replaces those
 * that die, counts for all of them, and ends them.
 *
 * @spec SPEC-012.22 SPEC-012.25 SPEC-012.26
 */
export class Workers {
  private readonly alive = new Set<Worker>();
  private readonly answer: (worker: Worker, message: unknown) => void;
  private environment: Record<string, string> = {};
  private phase: 'starting' | 'serving' | 'stopping' = 'starting';
  private deaths: number[] = [];

  /** @param giveUp ends the program: workers die faster than they can be replaced */
  constructor(
    private readonly config: Config,
    private readonly log: Log,
    private readonly giveUp: (reason: string) => void,
  ) {
    this.answer = answerLimits(config);
  }

  /** Resolves when all of them serve. @throws what the first of them that does not start says */
  async start(): Promise<Arrival> {
    this.environment = await environmentFor(this.config);
    const arrivals = await Promise.all(Array.from({ length: this.config.workers }, () => this.fork()));
    this.phase = 'serving';
    const [first] = arrivals as [Arrival];
    return { ...first, administrator: arrivals.find(({ administrator }) => administrator)?.administrator };
  }

  /** Each finishes what it has in flight, within its own grace. */
  async stop(): Promise<void> {
    this.phase = 'stopping';
    const ends = await Promise.all([...this.alive].map(endOf));
    const unclean = ends.filter((end) => end !== 0 && end !== 'SIGTERM' && end !== 'SIGINT');
    if (unclean.length > 0) throw new Error(`Workers did not end cleanly: ${unclean.join(', ')}.`);
  }

  private fork(): Promise<Arrival> {
    const worker = cluster.fork(this.environment);
    this.alive.add(worker);
    return new Promise((resolve, reject) => {
      worker.on('error', () => undefined);
      worker.on('message', (message: unknown) => {
        if (!isReport(message)) this.answer(worker, message);
        else if (message.report === 'serving') resolve(message.arrival);
        else reject(failureIn(message));
      });
      worker.once('exit', (code, signal) => {
        this.alive.delete(worker);
        reject(new StartTrouble(`A worker ended before it served (${signal ?? code}).`));
        if (this.phase === 'serving') void this.replace(signal ?? code);
      });
    });
  }

  private async replace(end: string | number): Promise<void> {
    const now = performance.now();
    this.deaths = [...this.deaths.filter((at) => now - at < DEATHS_WITHIN_MS), now];
    if (this.deaths.length >= MOST_DEATHS) return this.giveUp(tooManyDeaths(end));
    this.log.error(`A worker died (${end}); another takes its place.`);
    await sleep(PAUSE_MS);
    if (this.phase !== 'serving') return;
    await this.fork().then(
      () => this.log.info('The new worker serves.'),
      (error: unknown) => this.log.error('The new worker did not start', error),
    );
  }
}

async function endOf(worker: Worker): Promise<string | number> {
  worker.process.kill('SIGTERM');
  const [code, signal] = (await once(worker, 'exit')) as [number, string | null];
  return signal ?? code;
}

/** All share one port, and a worker that comes later must find the same: so "any free one" is chosen here. */
async function environmentFor(config: Config): Promise<Record<string, string>> {
  const { dataDir, isEmbedded, port, workers, databasePoolMax } = config;
  const share = Math.max(1, Math.floor(EMBEDDED_CONNECTIONS / workers) - BESIDE_THE_POOL);
  return {
    ...handOver({ dataDir, embeddedUrl: isEmbedded ? config.databaseUrl : null }),
    PORT: String(port === 0 ? await freePort() : port),
    WORKERS: String(workers),
    DATABASE_POOL_MAX: String(isEmbedded ? Math.min(databasePoolMax, share) : databasePoolMax),
  };
}

function tooManyDeaths(end: string | number): string {
  return (
    `${MOST_DEATHS} workers died within ${DEATHS_WITHIN_MS / 1_000} s, the last one with ${end}: replacing them does ` +
    'not help. The lines above say why each of them ended; SIGKILL is most often memory: try fewer WORKERS.'
  );
}
