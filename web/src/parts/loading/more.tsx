import { t } from '../../texts.js';

/** The way to the next page of a list. */
export function More({ more }: { more: (() => Promise<void>) | undefined }) {
  if (!more) return null;
  return (
    <p class="more">
      <button onClick={() => void more()}>{t.more}</button>
    </p>
  );
}
