import type { ComponentType } from 'preact';
import { t, words } from '../../texts.js';
import { useLoaded } from './use-loaded.js';

type Props<P> = P & { load: () => Promise<ComponentType<P>> };

/** A part of the program that is fetched when it is first shown. */
export function Later<P extends object>({ load, ...rest }: Props<P>) {
  const { data, error, again } = useLoaded(async () => ({ Page: await load() }), [load]);
  if (data) return <data.Page {...(rest as unknown as P)} />;
  if (!error) return <p class="waiting">{t.loading}</p>;
  return (
    <p class="waiting" role="alert">
      {words(error)} <button onClick={() => void again()}>{t.retry}</button>
    </p>
  );
}
