import { PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Registry } from 'prom-client';
import { until } from '../../../test/support/until.js';
import { ProcessMetrics } from './process-metrics.js';

const registry = new Registry();

async function valueOf(name: string): Promise<number> {
  const lines = (await registry.metrics()).split('\n').filter((line) => line.startsWith(name));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

/** Garbage is collected, and every observer has heard of it. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  let hasHeard = false;
  const last = new PerformanceObserver(() => (hasHeard = true));
  last.observe({ entryTypes: ['gc'] });
  (runInNewContext('gc') as () => void)();
  await until(() => hasHeard);
  last.disconnect();
}

test('What is taken of a process all the time is taken no longer when the program is closed', async () => {
  const metrics = new ProcessMetrics(registry);
  metrics.start();
  await collectGarbage();
  const count = await valueOf('nodejs_gc_duration_seconds_count');
  expect(count).toBeGreaterThan(0);
  metrics.stop();
  const afterwards = await valueOf('nodejs_gc_duration_seconds_count');
  await collectGarbage();
  expect(await valueOf('nodejs_gc_duration_seconds_count')).toBe(afterwards);
});
