import type { SpanContext } from '@opentelemetry/api';

const FORMAT = /^00-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})$/;

/** A place in a trace, by W3C Trace Context; undefined for what is none. */
export function readTraceparent(text: string | null | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = FORMAT.exec(text ?? '') ?? [];
  if (traceId === undefined || spanId === undefined) return undefined;
  return { traceId, spanId, traceFlags: parseInt(flags ?? '0', 16) & 1, isRemote: true };
}

export function asTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${String(traceFlags & 1).padStart(2, '0')}`;
}
