import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  diag,
  DiagLogLevel,
  type Link,
  ROOT_CONTEXT,
  type Span as ApiSpan,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer as ApiTracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { OtlpSettings } from '../config/otlp.js';
import { asTraceparent, readTraceparent } from './traceparent.js';
import type { Attributes, Span, Tracer, Work } from './tracing.js';

type Sampling = Pick<OtlpSettings, 'serviceName' | 'ratio'>;

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER };
/** A collector that hangs holds up neither the program nor its end. */
const EXPORT_MS = 5_000;
const CLOSE_MS = 1_000;
/** No text of ours is longer; a longer one would be somebody else's. */
const TEXT_LENGTH = 4_096;
const COMPLAIN_MS = 60_000;

/**
 * Sends spans to a collector. Only what is traced loads this file, and the libraries with it.
 *
 * @spec SPEC-047.2, SPEC-047.4, SPEC-047.6
 */
export class OpenTelemetry implements Tracer {
  private readonly active = new AsyncLocalStorage<ApiSpan | undefined>();
  private readonly provider: BasicTracerProvider;
  private readonly tracer: ApiTracer;

  constructor({ serviceName, ratio }: Sampling, exporter: SpanExporter) {
    this.provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': serviceName }),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
      spanLimits: { attributeValueLengthLimit: TEXT_LENGTH },
      spanProcessors: [new BatchSpanProcessor(exporter)],
    });
    this.tracer = this.provider.getTracer('fasttrack');
  }

  static sendingTo({ endpoint, headers, ...sampling }: OtlpSettings, complain: (line: string) => void): OpenTelemetry {
    hearOfFailures(complain);
    const url = `${endpoint}/v1/traces`;
    return new OpenTelemetry(sampling, new OTLPTraceExporter({ url, headers, timeoutMillis: EXPORT_MS }));
  }

  open({ name, kind, attributes = {}, causes }: Work): Span | undefined {
    const parents = causes?.map(readTraceparent).filter((one) => one !== undefined);
    const around = this.active.getStore();
    if (!around && kind !== 'server' && !parents?.length) return undefined;
    const links = parents && parents.length > 1 ? distinct(parents).map((context): Link => ({ context })) : [];
    const single = parents?.length && links.length < 2 ? parents[0] : undefined;
    const options = { kind: kind && KINDS[kind], attributes, links: single ? [] : links };
    return this.wrap(this.tracer.startSpan(name, options, within(single ?? (parents ? undefined : around))));
  }

  outside<T>(work: () => T): T {
    return this.active.exit(work);
  }

  current(): string | null {
    const span = this.active.getStore();
    return span ? asTraceparent(span.spanContext()) : null;
  }

  async close(): Promise<void> {
    const limit = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref());
    await Promise.race([this.provider.shutdown().catch(() => undefined), limit]);
  }

  private wrap(span: ApiSpan): Span {
    return {
      traceparent: asTraceparent(span.spanContext()),
      run: (work) => this.active.run(span, work),
      rename: (name) => void span.updateName(name),
      note: (attributes: Attributes) => void span.setAttributes(attributes),
      fail: (reason) => void span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', reason),
      end: () => span.end(),
    };
  }
}

/** Of a span, of what a traceparent names, or of nothing. */
function within(parent: ApiSpan | SpanContext | undefined): Context {
  if (!parent) return ROOT_CONTEXT;
  const span = 'spanContext' in parent ? parent : trace.wrapSpanContext(parent);
  return trace.setSpan(ROOT_CONTEXT, span);
}

/** One for each place in each trace. */
function distinct(contexts: readonly SpanContext[]): SpanContext[] {
  return [...new Map(contexts.map((context) => [context.traceId + context.spanId, context])).values()];
}

/** In our own words, now and then: those of the library may say the headers, which hold keys. */
function hearOfFailures(complain: (line: string) => void): void {
  let saidAt = -COMPLAIN_MS;
  const say = () => {
    if (performance.now() - saidAt < COMPLAIN_MS) return;
    saidAt = performance.now();
    complain('Traces could not be sent: does a collector listen at OTEL_EXPORTER_OTLP_ENDPOINT?');
  };
  const quiet = () => undefined;
  const logger = { error: say, warn: quiet, info: quiet, debug: quiet, verbose: quiet };
  diag.setLogger(logger, { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true });
}
