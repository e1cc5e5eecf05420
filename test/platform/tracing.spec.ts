import { InMemorySpanExporter, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { OpenTelemetry } from '../../src/platform/tracing/open-telemetry.js';
import { currentTrace, openSpan, outsideTrace, traced, traceWith } from '../../src/platform/tracing/tracing.js';

const [ONE, OTHER] = ['1', '2'].map((digit) => digit.repeat(32)) as [string, string];
const place = (trace: string, flags = '01') => `00-${trace}-${'a'.repeat(16)}-${flags}`;

const exporter = new InMemorySpanExporter();
/** It forgets everything when it is closed, which is when the last spans come. */
const keeping: SpanExporter = {
  export: (spans, done) => exporter.export(spans, done),
  shutdown: () => Promise.resolve(),
};
afterEach(() => {
  traceWith(undefined);
  exporter.reset();
});

/** The spans that are sent of the work. */
async function spansOf(work: () => Promise<unknown>, { ratio = 1 } = {}): Promise<ReadableSpan[]> {
  const tracer = new OpenTelemetry({ serviceName: 'test', ratio }, keeping);
  traceWith(tracer);
  await work();
  await tracer.close();
  return exporter.getFinishedSpans();
}

const deliver = (...causes: (string | null)[]) =>
  traced(
    () => ({ name: 'deliver', kind: 'consumer', causes }),
    () => Promise.resolve(),
  );

describe('SPEC-047.2: what several traces have caused', () => {
  it('is a trace of its own with links to each', async () => {
    const [span, ...more] = await spansOf(() => deliver(place(ONE), place(OTHER), place(ONE), null));
    expect(more).toEqual([]);
    expect(span?.links.map(({ context }) => context.traceId)).toEqual([ONE, OTHER]);
    expect([ONE, OTHER]).not.toContain(span?.spanContext().traceId);
  });

  it('continues the only one there is', async () => {
    const [span] = await spansOf(() => deliver(place(ONE), place(ONE), null));
    expect(span).toMatchObject({ parentSpanContext: { traceId: ONE, spanId: 'a'.repeat(16) }, links: [] });
  });

  it('is in none, where nothing was traced', async () => {
    expect(await spansOf(() => deliver(null, 'not a place'))).toEqual([]);
  });

  it('ends where work outlives what began it', async () => {
    const spans = await spansOf(() =>
      traced(
        () => ({ name: 'request', kind: 'server' }),
        async () => {
          expect(currentTrace()).toMatch(/^00-/);
          await outsideTrace(() => deliver());
          expect(outsideTrace(currentTrace)).toBeNull();
        },
      ),
    );
    expect(spans.map(({ name }) => name)).toEqual(['request']);
  });
});

describe('SPEC-047.4: how many are kept', () => {
  const request = (...causes: string[]) =>
    openSpan(() => ({ name: 'request', kind: 'server', ...(causes.length > 0 && { causes }) }))?.end();

  it('is what the setting says, and what the caller says of its own', async () => {
    const spans = await spansOf(
      async () => {
        request();
        request('garbage');
        request(place(ONE, '00'));
        await Promise.resolve(request(place(OTHER)));
      },
      { ratio: 0 },
    );
    expect(spans.map((span) => span.spanContext().traceId)).toEqual([OTHER]);
  });
});

it('SPEC-047.5: a failure shows its code, and no message', async () => {
  const failing = () => Promise.reject(Object.assign(new Error('"hunter2" is taken'), { code: '23505' }));
  const work = traced.bind(null, () => ({ name: 'work', kind: 'server' as const }), failing);
  const [span] = await spansOf(() => expect(work()).rejects.toThrow('hunter2'));
  expect(span).toMatchObject({ attributes: { 'error.type': '23505' }, events: [] });
  expect(JSON.stringify([span?.attributes, span?.status, span?.name])).not.toContain('hunter2');
});
