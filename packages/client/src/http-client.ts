import type { Login, TokenPair } from './api.js';
import type { ApiError } from './api-error.js';
import type { Answer, Arguments, At, Input, ItemOf, ListName, OperationName, PathOf } from './calls.js';
import { itemsOf } from './http/pages.js';
import { type AnyInput, Requests } from './http/requests.js';
import { RETRY_LIMITS, type RetryLimits } from './http/retries.js';
import { Session } from './session/session.js';
import { browserStorage, type SessionStorage } from './session/session-storage.js';
import { type Lock, takeTurn } from './session/turns.js';

export interface ClientOptions {
  /** Where the program is, such as `https://api.example.com`; in a page of its own `''`. */
  url: string;
  /** `cookie` leaves the refresh token to the browser, for pages of the same site; `body` keeps it in `storage`. */
  refreshIn: 'cookie' | 'body';
  /** Where the session is kept: in `localStorage` for all tabs, or where there is none, in memory. */
  storage?: SessionStorage;
  /** Runs one refresh at a time; by Web Locks where there are any. */
  lock?: Lock;
  fetch?: typeof fetch;
  /** An API token, instead of signing in. */
  token?: string;
  /** How often and for how long safe calls are tried again: 5 times within 30 seconds. */
  retries?: Partial<RetryLimits>;
  /** Hears that nobody is signed in any more: `reason` is the refusal, or nothing where it was by `signOut` or another tab. */
  onSignedOut?: (reason: ApiError | undefined) => void;
}

/** Speaks HTTP with the program. Every failure is an `ApiError`. */
export class HttpClient {
  readonly session: Session;
  protected readonly url: string;
  private readonly requests: Requests;

  constructor(private readonly options: ClientOptions) {
    const url = (this.url = options.url.replace(/\/+$/, ''));
    const { refreshIn, lock = takeTurn, token, onSignedOut } = options;
    const storage = token === undefined ? (options.storage ?? browserStorage(`fasttrack ${url}`)) : fixed(token);
    const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    this.session = new Session({ url, refreshIn, storage, lock, fetch });
    if (onSignedOut) this.session.onEnd(onSignedOut);
    const retries = { ...RETRY_LIMITS, ...options.retries };
    this.requests = new Requests({ url, fetch, hasCookie: refreshIn === 'cookie', session: this.session, retries });
  }

  /** Calls an operation by its name, such as `request('GET /tasks/{id}', { path: { id: 7 } })`. */
  async request<Name extends OperationName>(name: Name, ...[input]: Arguments<Name>): Promise<Answer<Name>> {
    const [method, path] = name.split(' ') as [string, string];
    return (await this.requests.send(method, path, input)) as Answer<Name>;
  }

  /** A row or a list. A row that was seen before is only sent again if it has changed. */
  get<P extends PathOf<'GET'>>(path: P, ...input: Arguments<At<'GET', P>>): Promise<Answer<At<'GET', P>>> {
    return this.request(`GET ${path}` as At<'GET', P>, ...input);
  }

  /** Sent with an `Idempotency-Key`, so that it is done once although it may be tried again. */
  post<P extends PathOf<'POST'>>(path: P, ...input: Arguments<At<'POST', P>>): Promise<Answer<At<'POST', P>>> {
    return this.request(`POST ${path}` as At<'POST', P>, ...input);
  }

  /** Not tried again by itself: somebody else may have changed the row meanwhile. */
  patch<P extends PathOf<'PATCH'>>(path: P, ...input: Arguments<At<'PATCH', P>>): Promise<Answer<At<'PATCH', P>>> {
    return this.request(`PATCH ${path}` as At<'PATCH', P>, ...input);
  }

  delete<P extends PathOf<'DELETE'>>(path: P, ...input: Arguments<At<'DELETE', P>>): Promise<Answer<At<'DELETE', P>>> {
    return this.request(`DELETE ${path}` as At<'DELETE', P>, ...input);
  }

  /** All items of a list: `for await (const task of client.list('/tasks', { query: { status: ['todo'] } }))`. */
  list<P extends (ListName extends `GET ${infer Path}` ? Path : never)>(
    path: P,
    ...[input]: Arguments<At<'GET', P>>
  ): AsyncGenerator<ItemOf<At<'GET', P>>, void, undefined> {
    const { query, ...rest } = (input ?? {}) as AnyInput;
    return itemsOf(async (cursor) => {
      const all = { ...rest, query: { limit: 100, ...query, ...(cursor && { cursor }) } } as Input<At<'GET', P>>;
      const page: unknown = await this.request(`GET ${path}` as At<'GET', P>, ...([all] as never));
      return page as { items: readonly ItemOf<At<'GET', P>>[]; next_cursor: string | null };
    });
  }

  /** Signs in with a password. 401 `totp_required` asks for the same again with `totp_code` or `backup_code`. */
  async signIn(credentials: Omit<Login, 'refresh_in'>): Promise<void> {
    const body = { ...credentials, refresh_in: this.options.refreshIn };
    this.take(await this.post('/auth/login', { body }));
  }

  /** Signs in with what another way in has answered: a passkey, or the code of a provider. */
  take(pair: TokenPair): void {
    this.session.begin(pair);
  }

  /** Signs in with the cookie of an earlier visit, or what is kept; whether somebody is signed in. */
  resume(): Promise<boolean> {
    return this.session.resume();
  }

  get isSignedIn(): boolean {
    return this.session.isSignedIn;
  }

  /** Ends the session, also where the program can't be reached: then only here. */
  async signOut(): Promise<void> {
    await this.post('/auth/logout').catch(() => undefined);
    this.session.end();
  }
}

/** An API token holds until it is deleted, and is never renewed. */
function fixed(token: string): SessionStorage {
  let kept: string | null = token;
  return {
    read: () =>
      kept === null ? null : { access_token: kept, expires_in: 2 ** 40, refresh_token: null, received_at: Date.now() },
    write: (session) => void (kept = session === null ? null : kept),
  };
}
