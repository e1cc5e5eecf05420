import type { TokenPair } from '../api.js';
import { ApiError, toApiError } from '../api-error.js';
import { unreachable } from '../http/messages.js';
import { pause } from '../http/pause.js';
import type { SessionStorage, StoredSession } from './session-storage.js';
import type { Lock } from './turns.js';

/** A token is renewed when less than this is left of it: seconds, but never more than a quarter of its life. */
const MARGIN_SECONDS = 30;
const TRIES = 5;
const LIMIT_MS = 20_000;
/** What one tab writes reaches the others a moment after its lock does: nothing orders the two. */
const SETTLE_MS = 250;

interface Options {
  url: string;
  refreshIn: 'cookie' | 'body';
  storage: SessionStorage;
  lock: Lock;
  fetch: typeof fetch;
}

/** An access token, and for how many more seconds it holds. */
export interface AccessToken {
  access_token: string;
  expires_in: number;
}

/** Who is signed in: keeps the tokens, and renews them once for everybody who asks. */
export class Session {
  private readonly listeners = new Set<(reason: ApiError | undefined) => void>();
  private readonly beginners = new Set<() => void>();
  private refreshing: Promise<void> | undefined;
  private wasSignedIn: boolean;

  constructor(private readonly options: Options) {
    this.wasSignedIn = this.isSignedIn;
    options.storage.onChange?.(() => this.notice());
  }

  get isSignedIn(): boolean {
    return this.options.storage.read() !== null;
  }

  /** Keeps the tokens of a sign-in, whichever way it was. */
  begin(pair: TokenPair): void {
    const { access_token, expires_in, refresh_token } = pair;
    this.options.storage.write({ access_token, expires_in, refresh_token, received_at: Date.now() });
    this.wasSignedIn = true;
    for (const listener of this.beginners) listener();
  }

  /** Forgets the tokens, or only this one; `reason` is what the program said, where it ended the session. */
  end(reason?: ApiError, token?: string): void {
    const { storage } = this.options;
    if (token === undefined || storage.read()?.access_token === token) storage.write(null);
    this.notice(reason);
  }

  /** Calls when nobody is signed in any more, here or in another tab. */
  onEnd(listener: (reason: ApiError | undefined) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Calls when somebody signs in, and when a token is renewed. */
  onBegin(listener: () => void): () => void {
    this.beginners.add(listener);
    return () => this.beginners.delete(listener);
  }

  /** Returns when somebody is signed in, or at the signal. */
  async begun(signal: AbortSignal): Promise<void> {
    if (this.isSignedIn || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const stop = this.onBegin(() => done());
      const done = () => {
        stop();
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
    });
  }

  /**
   * A token that holds for a while, or none where nobody is signed in. `refused` is one that the program took for
   * expired; `atLeast` is the part of its life that must be left.
   */
  async token({ refused, atLeast }: { refused?: string; atLeast?: number } = {}): Promise<AccessToken | undefined> {
    const needsAnother = ({ access_token }: StoredSession, left: number, whole: number) =>
      access_token === refused || left <= (atLeast ? whole * atLeast : Math.min(MARGIN_SECONDS, whole / 4));
    const fresh = () => {
      const kept = this.options.storage.read();
      if (!kept) return undefined;
      const left = kept.expires_in - (Date.now() - kept.received_at) / 1000;
      return needsAnother(kept, left, kept.expires_in) ? null : { access_token: kept.access_token, expires_in: left };
    };
    return fresh() ?? this.renewed(fresh);
  }

  /** Signs in with the cookie of an earlier visit; whether there was one. */
  async resume(): Promise<boolean> {
    if (this.isSignedIn) return (await this.token()) !== undefined;
    if (this.options.refreshIn === 'body') return false;
    await this.inTurn(() => (this.isSignedIn ? Promise.resolve() : this.refresh(null)));
    return this.isSignedIn;
  }

  private async renewed(fresh: () => AccessToken | null | undefined): Promise<AccessToken | undefined> {
    for (;;) {
      const kept = fresh();
      if (kept !== null) return kept;
      // Another tab may have renewed it before our turn came: look again, then.
      await this.inTurn(async () => {
        const { storage } = this.options;
        if (fresh() === null) await this.refresh(storage.read()?.refresh_token ?? null);
      });
    }
  }

  /** One at a time among all tabs. The turn lasts until the others can see what was written, and who waits here doesn't. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const { lock, storage, url } = this.options;
    const turn = async (resolve: () => void, reject: (error: Error) => void) => {
      const before = storage.read()?.access_token;
      await work().then(resolve, reject);
      if (storage.onChange && storage.read()?.access_token !== before) await pause(SETTLE_MS);
    };
    this.refreshing ??= new Promise<void>((resolve, reject) => {
      lock(`fasttrack session ${url}`, () => turn(resolve, reject)).catch(reject);
    }).finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  private async refresh(token: string | null): Promise<void> {
    for (let tried = 1; ; tried++) {
      const answer = await this.ask(token);
      if (answer instanceof ApiError) {
        const isTransient = answer.isUnreachable || answer.status >= 500 || [408, 429].includes(answer.status);
        if (!isTransient) return this.end(answer);
        if (tried === TRIES) throw answer;
        await pause((answer.retryAfter ?? 0.25 * 2 ** tried) * 1000);
      } else return this.begin(answer);
    }
  }

  private async ask(token: string | null): Promise<TokenPair | ApiError> {
    const { url, fetch } = this.options;
    const body = token === null ? {} : { body: JSON.stringify({ refresh_token: token }) };
    const headers = { 'Content-Type': 'application/json' };
    try {
      const answer = await fetch(`${url}/auth/refresh`, {
        method: 'POST',
        ...(token === null ? { credentials: 'include' } : { headers }),
        ...body,
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      return answer.ok ? ((await answer.json()) as { data: TokenPair }).data : await toApiError(answer);
    } catch (cause) {
      return unreachable(cause);
    }
  }

  private notice(reason?: ApiError): void {
    const isSignedIn = this.isSignedIn;
    const hasEnded = this.wasSignedIn && !isSignedIn;
    this.wasSignedIn = isSignedIn;
    if (hasEnded) for (const listener of this.listeners) listener(reason);
  }
}
