import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** What is loaded for a page, with a way to load it again. */
export interface Loaded<T> {
  data: T | undefined;
  error: unknown;
  again: () => Promise<void>;
}

/** Loads what a page shows. */
export function useLoaded<T>(load: () => Promise<T>, inputs: readonly unknown[] = []): Loaded<T> {
  const data = useSignal<T | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const again = async () => {
    try {
      data.value = await load();
      error.value = undefined;
    } catch (failure) {
      error.value = failure;
    }
  };
  useEffect(() => void again(), inputs);
  return { data: data.value, error: error.value, again };
}

/** The first items of a list. */
export async function firstOf<T>(list: AsyncIterable<T>, count = 100): Promise<T[]> {
  const found: T[] = [];
  for await (const item of list) if (found.push(item) >= count) break;
  return found;
}
