import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { client, isSignedIn } from '../session.js';
import { t } from '../texts.js';

const isConnected = signal(true);
/** How many changes of the project on the page are still to be sent. */
export const pending = signal(0);

/** A short break is nobody's business. */
const PATIENCE_MS = 1500;

/** Says that the connection is gone, and what becomes of what one does. */
export function Connection() {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const live = client.live();
    const show = () => {
      clearTimeout(timer);
      const isOpen = live.state === 'open' && navigator.onLine;
      if (isOpen) isConnected.value = true;
      else timer = setTimeout(() => (isConnected.value = false), navigator.onLine ? PATIENCE_MS : 0);
    };
    show();
    const stop = live.on('state', show);
    addEventListener('online', show);
    addEventListener('offline', show);
    return () => {
      clearTimeout(timer);
      stop();
      removeEventListener('online', show);
      removeEventListener('offline', show);
    };
  }, []);
  const isShown = !isConnected.value && isSignedIn.value;
  return (
    <div class="connection" role="status">
      {isShown && (
        <p>
          {t.offline} {pending.value > 0 && t.pending(pending.value)}
        </p>
      )}
    </div>
  );
}
