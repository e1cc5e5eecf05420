import cluster from 'node:cluster';
import { ConfigProblems, type ConfigProblem } from '../config/problems.js';
import type { Environment } from '../config/values.js';
import type { Arrival } from './announce.js';
import { StartTrouble } from './start-trouble.js';

const VARIABLE = 'FASTTRACK_HANDOVER';

/** What the primary process found out, so that its workers need not: where the data are, and the server it started. */
export interface Handover {
  dataDir: string;
  /** null where the configuration names a database. */
  embeddedUrl: string | null;
}

/** What a worker says to the primary, once: that it serves, or why it does not. */
export type Report =
  | { report: 'serving'; arrival: Arrival }
  | { report: 'failed'; problems: readonly ConfigProblem[] | null; message: string };

export function handOver(handover: Handover): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(handover) };
}

/** undefined in a process that nobody handed anything: it is on its own, or the first. */
export function handedOver(env: Environment): Handover | undefined {
  const text = env[VARIABLE];
  return cluster.isWorker && text ? (JSON.parse(text) as Handover) : undefined;
}

/** Resolves when the primary has it: a process that exits takes what it had not sent along. */
export async function report(arrival: Arrival): Promise<void> {
  await send({ report: 'serving', arrival });
}

/** The primary says it, once for all of its workers. */
export async function leave(error: unknown): Promise<never> {
  const problems = error instanceof ConfigProblems ? error.problems : null;
  await send({ report: 'failed', problems, message: (error as Error).message }).catch(() => undefined);
  process.exit(1);
}

export function isReport(message: unknown): message is Report {
  return typeof message === 'object' && message !== null && 'report' in message;
}

/** The failure as the worker had it, for whoever started the program. */
export function failureIn({ problems, message }: Extract<Report, { report: 'failed' }>): Error {
  return problems ? new ConfigProblems(problems) : new StartTrouble(message);
}

function send(message: Report): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, undefined, undefined, (error) => (error ? reject(error) : resolve()));
  });
}
