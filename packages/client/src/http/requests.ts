import { ApiError } from '../api-error.js';
import type { CallOptions } from '../calls.js';
import type { Session } from '../session/session.js';
import { Etags } from './etags.js';
import { addressOf, bodyOf, contentOf, unreachable } from './messages.js';
import { newId } from './new-id.js';
import { Retries, type RetryLimits } from './retries.js';
import { sendWithProgress } from './uploads.js';

/** What any call may say; `Input` knows which call takes what. */
export interface AnyInput extends CallOptions {
  path?: object;
  query?: object;
  body?: unknown;
}

interface Call extends AnyInput {
  method: string;
  address: string;
  headers: Record<string, string>;
  isRenewed?: boolean;
}

interface Options {
  url: string;
  fetch: typeof fetch;
  /** Whether the session is in a cookie. */
  hasCookie: boolean;
  session: Session;
  retries: RetryLimits;
}

/** These ways in are not repeated by themselves, and the cookie of the session is for them alone. */
const WAYS_IN = '/auth/';

/** The session of the token is over. */
const ENDED = new Set(['token_revoked', 'invalid_token']);

/** Sends calls, as whoever is signed in, and again where that is safe. */
export class Requests {
  private readonly etags = new Etags();

  constructor(private readonly options: Options) {
    options.session.onEnd(() => this.etags.clear());
  }

  /** @throws ApiError */
  async send(method: string, path: string, input: AnyInput = {}): Promise<unknown> {
    const address = addressOf(path, input.path, input.query);
    const call: Call = { ...input, method, address, headers: this.headersOf(method, address, input) };
    const isRepeatable = method !== 'PATCH' && !address.startsWith(WAYS_IN);
    const retries = new Retries(this.options.retries, isRepeatable);
    for (;;) {
      try {
        return await this.attempt(call);
      } catch (error) {
        if (isGone(error as ApiError, method, retries)) return null;
        await this.prepareAnother(call, error, retries);
      }
    }
  }

  private headersOf(method: string, address: string, { ifMatch, idempotencyKey, requestId }: AnyInput) {
    const headers: Record<string, string> = {};
    if (method === 'POST' && !address.startsWith(WAYS_IN)) headers['Idempotency-Key'] = idempotencyKey ?? newId();
    if (requestId) headers['X-Request-Id'] = requestId;
    const seen = this.etags.of(rowOf(address));
    if (ifMatch !== undefined) headers['If-Match'] = ifMatch === true ? (seen?.tag ?? '"0"') : `"${ifMatch}"`;
    return headers;
  }

  /** Renews a token that has expired on its way, or waits. @throws what can't be mended */
  private async prepareAnother(call: Call, error: unknown, retries: Retries): Promise<void> {
    const { code } = error as ApiError;
    const used = call.headers.Authorization?.slice('Bearer '.length);
    if (used && code === 'token_expired' && !call.isRenewed) {
      call.isRenewed = true;
      if (await this.options.session.token({ refused: used })) return;
    }
    if (used && ENDED.has(code)) this.options.session.end(error as ApiError, used);
    call.signal?.throwIfAborted();
    await retries.after(error as ApiError, call.signal);
  }

  private async attempt(call: Call): Promise<unknown> {
    const { method, address, signal } = call;
    signal?.throwIfAborted();
    const held = method === 'GET' ? this.etags.of(address) : undefined;
    if (held) call.headers['If-None-Match'] = held.tag;
    const answer = await this.exchange(call);
    if (answer.status === 304 && held) return held.data;
    const content = await contentOf(answer).catch((cause: unknown) => {
      throw cause instanceof ApiError ? cause : unreachable(cause);
    });
    this.remember(method, address, answer.headers.get('ETag'), content);
    return content;
  }

  private async exchange(call: Call): Promise<Response> {
    const { method, address, headers, signal, onProgress } = call;
    const token = isAsStranger(address) ? undefined : await this.options.session.token();
    if (token) headers.Authorization = `Bearer ${token.access_token}`;
    const { body = null, type } = bodyOf(call.body);
    const all = { ...headers, ...(type && { 'Content-Type': type }) };
    const upload = { url: this.options.url + address, method, headers: all, body };
    const credentials = this.options.hasCookie && address.startsWith(WAYS_IN) ? 'include' : 'same-origin';
    const { fetch } = this.options;
    try {
      if (onProgress) return await sendWithProgress({ ...upload, signal }, fetch, onProgress);
      const { url, ...rest } = upload;
      return await fetch(url, { ...rest, credentials, signal: signal ?? null });
    } catch (cause) {
      signal?.throwIfAborted();
      throw unreachable(cause);
    }
  }

  private remember(method: string, address: string, tag: string | null, content: unknown): void {
    const row = rowOf(address);
    if (method === 'DELETE') return this.etags.forget(row);
    const { id } = (content ?? {}) as { id?: number };
    if (method === 'GET') this.etags.keep(address, tag, content);
    else if (tag !== null && row.endsWith(`/${id}`)) this.etags.keep(row, tag, content);
  }
}

/** Whoever signs in, registers or has forgotten a password shows no token. */
function isAsStranger(address: string): boolean {
  return address.startsWith(WAYS_IN) && address !== '/auth/logout';
}

/** The row that an address is about: `/tasks/7` of `/tasks/7/move`. */
function rowOf(address: string): string {
  return /^\/\w+\/\w+/.exec(address)?.[0] ?? address;
}

/** Something that an earlier try has deleted, although its answer was lost. */
function isGone({ status }: ApiError, method: string, { isUncertain }: Retries): boolean {
  return method === 'DELETE' && status === 404 && isUncertain;
}
