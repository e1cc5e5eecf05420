import { constants, monitorEventLoopDelay, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Gauge, Histogram, type Registry } from 'prom-client';
import heapSizes from 'prom-client/lib/metrics/heapSizeAndUsed.js';
import heapSpaces from 'prom-client/lib/metrics/heapSpacesSizeAndUsed.js';
import memory from 'prom-client/lib/metrics/osMemoryHeap.js';
import cpuTime from 'prom-client/lib/metrics/processCpuTotal.js';
import handles from 'prom-client/lib/metrics/processHandles.js';
import fileLimit from 'prom-client/lib/metrics/processMaxFileDescriptors.js';
import openFiles from 'prom-client/lib/metrics/processOpenFileDescriptors.js';
import requests from 'prom-client/lib/metrics/processRequests.js';
import resources from 'prom-client/lib/metrics/processResources.js';
import startTime from 'prom-client/lib/metrics/processStartTime.js';
import version from 'prom-client/lib/metrics/version.js';

const ON_REQUEST = [
  ...[cpuTime, startTime, memory, openFiles, fileLimit],
  ...[resources, handles, requests, heapSizes, heapSpaces, version],
];

/** Gauges of the library that are named as counters; each is the sum of another one. */
const MISNAMED = ['resources', 'handles', 'requests'].map((what) => `nodejs_active_${what}_total`);

const RESOLUTION_MS = 10;
const NANOSECONDS = 1e9;
const NANOSECONDS_IN_MS = 1e6;
const GC_SECONDS = [0.001, 0.01, 0.1, 1, 2, 5];
const GC_KINDS = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

type Collection = PerformanceEntry & { detail: { kind: number } };

/**
 * The metrics that the library has for every process, by the same names. Those of the event loop and of garbage
 * collection are taken all the time, and the library can't stop them: its own would hold a program that was closed, with
 * everything in it, until the process ends. So these two are made here.
 */
export class ProcessMetrics {
  private readonly delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private readonly collections: PerformanceObserver;

  constructor(private readonly registry: Registry) {
    for (const measure of ON_REQUEST) measure(registry);
    for (const name of MISNAMED) registry.removeSingleMetric(name);
    this.collections = this.observeCollections();
    this.showDelays();
  }

  start(): void {
    this.delays.enable();
    this.collections.observe({ entryTypes: ['gc'] });
  }

  stop(): void {
    this.delays.disable();
    this.collections.disconnect();
  }

  private observeCollections(): PerformanceObserver {
    const durations = new Histogram({
      name: 'nodejs_gc_duration_seconds',
      help: 'Garbage collection duration by kind, one of major, minor, incremental or weakcb.',
      labelNames: ['kind'],
      buckets: GC_SECONDS,
      registers: [this.registry],
    });
    return new PerformanceObserver((list) => {
      for (const { detail, duration } of list.getEntries() as Collection[]) {
        const kind = GC_KINDS.get(detail.kind);
        if (kind) durations.observe({ kind }, duration / 1000);
      }
    });
  }

  /** Each is of the time since the metrics were last asked for: the last one, which is read last, begins anew. */
  private showDelays(): void {
    const { delays } = this;
    this.delay('_min', 'The minimum recorded event loop delay.', () => delays.min);
    this.delay('_max', 'The maximum recorded event loop delay.', () => delays.max);
    this.delay('_mean', 'The mean of the recorded event loop delays.', () => delays.mean);
    this.delay('_stddev', 'The standard deviation of the recorded event loop delays.', () => delays.stddev);
    for (const percent of [50, 90, 99])
      this.delay(`_p${percent}`, `The ${percent}th percentile of the recorded event loop delays.`, () =>
        delays.percentile(percent),
      );
    this.delay('', 'Lag of event loop in seconds.', async () => {
      delays.reset();
      const asked = performance.now();
      await nextTurn();
      return (performance.now() - asked) * NANOSECONDS_IN_MS;
    });
  }

  private delay(which: string, help: string, nanoseconds: () => number | Promise<number>): void {
    new Gauge({
      name: `nodejs_eventloop_lag${which}_seconds`,
      help,
      registers: [this.registry],
      async collect() {
        this.set((await nanoseconds()) / NANOSECONDS);
      },
    });
  }
}
