import type { Config } from '../config/config.js';
import { traceWith } from './tracing.js';

/**
 * Begins to trace where a collector is configured. Answers what ends it, when everything that is traced has ended.
 *
 * @spec SPEC-047.1
 */
export async function startTracing({ otlp }: Config, complain: (line: string) => void): Promise<() => Promise<void>> {
  if (!otlp) return () => Promise.resolve();
  const { OpenTelemetry } = await import('./open-telemetry.js');
  const tracer = OpenTelemetry.sendingTo(otlp, complain);
  traceWith(tracer);
  return () => {
    traceWith(undefined);
    return tracer.close();
  };
}
