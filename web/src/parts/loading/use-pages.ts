import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

interface PageOf<T> {
  items: readonly T[];
  next_cursor: string | null;
}

export interface Pages<T> {
  items: readonly T[] | undefined;
  error: unknown;
  /** Loads the first page again. */
  again: () => Promise<void>;
  /** Loads the next page, where there is one. */
  more: (() => Promise<void>) | undefined;
}

type Load<T> = (cursor: { cursor?: string }, signal: AbortSignal) => Promise<PageOf<T>>;

/** A list, page by page. What was asked before the inputs changed is not shown any more. */
export function usePages<T>(load: Load<T>, inputs: readonly unknown[] = []): Pages<T> {
  const items = useSignal<readonly T[] | undefined>(undefined);
  const next = useSignal<string | null>(null);
  const error = useSignal<unknown>(undefined);
  const take = async (cursor: string | undefined, { signal }: AbortController) => {
    const page = await load(cursor === undefined ? {} : { cursor }, signal);
    if (signal.aborted) return;
    items.value = cursor === undefined ? page.items : [...(items.value ?? []), ...page.items];
    next.value = page.next_cursor;
    error.value = undefined;
  };
  const run = (cursor?: string, stop = new AbortController()) =>
    take(cursor, stop).catch((failure: unknown) => void (stop.signal.aborted || (error.value = failure)));
  useEffect(() => {
    const stop = new AbortController();
    void run(undefined, stop);
    return () => stop.abort();
  }, inputs);
  const { value: cursor } = next;
  const more = cursor === null ? undefined : () => run(cursor);
  return { items: items.value, error: error.value, again: () => run(), more };
}
