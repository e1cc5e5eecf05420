/** What is told of a piece of work. Nothing in it may be a secret, or what somebody typed. */
export interface Work {
  readonly name: string;
  readonly kind?: 'server' | 'client' | 'consumer';
  readonly attributes?: Attributes;
  /** The traces of what caused it: it continues a single one, and refers to several. Without any, it is part of what runs. */
  readonly causes?: readonly (string | null | undefined)[];
}

export type Attributes = Readonly<Record<string, string | number>>;

/** Work that is under way, as a trace shows it. */
export interface Span {
  /** As the header of that name; null where nothing is traced. */
  readonly traceparent: string | null;
  run<T>(work: () => T): T;
  rename(name: string): void;
  note(attributes: Attributes): void;
  fail(reason: string): void;
  end(): void;
}

/** Where spans come from and go to. */
export interface Tracer {
  /** Undefined for what is no part of any trace, such as statements in the background. */
  open(work: Work): Span | undefined;
  /** Leaves the trace: for work that others have begun. */
  outside<T>(work: () => T): T;
  current(): string | null;
  close(): Promise<void>;
}

const UNTRACED: Span = {
  traceparent: null,
  run: (work) => work(),
  rename: () => undefined,
  note: () => undefined,
  fail: () => undefined,
  end: () => undefined,
};

let tracer: Tracer | undefined;

/** From now on, work is traced; without a tracer it no longer is. One for the process, as its connections are. */
export function traceWith(given: Tracer | undefined): void {
  tracer = given;
}

/** Opens a span that somebody else ends; undefined where nothing is traced. */
export function openSpan(describe: () => Work): Span | undefined {
  return tracer?.open(describe());
}

/**
 * Does the work, and shows it in the trace. Where nothing is traced, this is the call and no more.
 *
 * @spec SPEC-047.1
 */
export function traced<T>(describe: () => Work, work: (span: Span) => Promise<T>): Promise<T> {
  const span = openSpan(describe);
  return span ? span.run(() => watched(span, work)) : work(UNTRACED);
}

async function watched<T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await work(span);
  } catch (error) {
    span.fail(kindOf(error));
    throw error;
  } finally {
    span.end();
  }
}

/** Work that outlives what began it is no part of its trace. */
export function outsideTrace<T>(work: () => T): T {
  return tracer ? tracer.outside(work) : work();
}

/** The trace that the calling code is part of, to be continued elsewhere; null where it is in none. */
export function currentTrace(): string | null {
  return tracer ? tracer.current() : null;
}

/** A code or a class, and no message: that may say values. */
function kindOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'error';
}
