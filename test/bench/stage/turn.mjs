import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs, residentMiB } from './usage.mjs';

const DRAIN_LIMIT_MS = 60_000;

/**
 * One server's turn at one work: what was answered, how fast, and what it cost. The turn is over when the last answer
 * is there and nothing waits in the server's queue, if it has one, so what a change causes in the background counts as its cost.
 */
export async function turn(stage, generator, server, order) {
  const before = { server: cpuMs(server.pid), database: cpuMs(stage.databasePid) };
  const started = performance.now();
  const result = await generator.drive({ port: server.port, connections: stage.connections, ...order });
  const drainMs = server.queue ? await drained(stage.client, server.queue) : 0;
  const elapsedMs = performance.now() - started;
  return {
    ...result,
    drainMs,
    rate: (result.count * 1000) / (drainMs > 20 ? elapsedMs : result.elapsedMs),
    serverCpu: (cpuMs(server.pid) - before.server) / result.count,
    databaseCpu: (cpuMs(stage.databasePid) - before.database) / result.count,
    generatorCpu: result.generatorCpuMs / result.count,
    memory: residentMiB(server.pid),
  };
}

/** How long it took until nothing was due any more, in milliseconds. */
async function drained(client, queue) {
  const started = performance.now();
  const text = `SELECT EXISTS (SELECT FROM ${queue} WHERE dead_at IS NULL AND NOT outside) AS waiting`;
  while (performance.now() - started < DRAIN_LIMIT_MS) {
    const { rows } = await client.query(text);
    if (!rows[0].waiting) return performance.now() - started;
    await sleep(5);
  }
  throw new Error(`${queue} is not empty ${DRAIN_LIMIT_MS / 1000} s after the last request.`);
}
