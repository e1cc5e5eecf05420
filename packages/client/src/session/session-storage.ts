import { browser } from '../browser.js';

/** What is kept of a session. */
export interface StoredSession {
  access_token: string;
  /** How many seconds the access token holds, from `received_at` on. */
  expires_in: number;
  /** `null` where the browser keeps it in a cookie. */
  refresh_token: string | null;
  /** Milliseconds, as `Date.now()`. */
  received_at: number;
}

/** Where a session is kept: one place for all tabs of a browser. */
export interface SessionStorage {
  read(): StoredSession | null;
  write(session: StoredSession | null): void;
  /** Hears that another tab has written. */
  onChange?(listener: () => void): void;
}

/** Keeps the session as long as the program or the page lives. */
export function memoryStorage(): SessionStorage {
  let kept: StoredSession | null = null;
  return { read: () => kept, write: (session) => void (kept = session) };
}

/** Keeps the session in `localStorage`, where all tabs of the page find it; in memory where there is none. */
export function browserStorage(key: string): SessionStorage {
  const store = browser.localStorage;
  if (!browser.document || !store) return memoryStorage();
  return {
    read: () => JSON.parse(store.getItem(key) ?? 'null') as StoredSession | null,
    write: (session) => (session ? store.setItem(key, JSON.stringify(session)) : store.removeItem(key)),
    onChange: (listener) =>
      browser.addEventListener?.('storage', (event) => {
        if (event.key === key || event.key === null) listener();
      }),
  };
}
