import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { placeOf } from '../addresses/database-address.js';
import type { Config } from '../config/config.js';
import { defaultDataDir, hasBoard, packageRoot } from '../config/paths.js';
import type { Log } from '../logging/log.js';
import { banner } from './banner.js';
import type { SummaryLine } from './startup-summary.js';

/** Says that the program serves: with a banner to people, in a line of the log in production. */
export function announce(config: Config, log: Log, port: number, summary: readonly SummaryLine[]): void {
  if (config.isProduction) return log.info('Listening', { host: config.host, port });
  const facts = {
    version: programVersion(),
    environment: config.nodeEnv,
    url: addressOf(config.host, port),
    hasBoard: hasBoard(),
    docsEnabled: config.docsEnabled,
    database: placeOf(config.databaseUrl),
    dataDir: whereDataAre(config),
    summary,
    seconds: process.uptime(),
  };
  process.stdout.write(banner(facts));
}

const HERE = ['0.0.0.0', '[::]', '127.0.0.1'];

/**
 * An address to open on this machine: one that stands for all of them is none, and IPv6 goes in brackets.
 *
 * @spec SPEC-012.35
 */
export function addressOf(host: string, port: number): string {
  const { hostname } = new URL(`http://${isIPv6(host) ? `[${host}]` : host}`);
  return `http://${HERE.includes(hostname) ? 'localhost' : hostname}:${port}`;
}

function whereDataAre({ dataDir, isEmbedded }: Config): string | null {
  if (!isEmbedded) return null;
  if (dataDir === defaultDataDir()) return dataDir;
  return `${dataDir}, because only root can reach ${packageRoot()}`;
}

function programVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version;
}
