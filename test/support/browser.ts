import type { TestApp } from './app.js';
import type { Answer, Client } from './client.js';
import type { OddProvider, Told } from './odd-provider.js';

export const FRONT = 'https://app.example.com';
export const PAGE = `${FRONT}/signed-in?own=1`;

/** Keeps cookies, and goes where it is sent, step by step. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(readonly app: Pick<TestApp, 'http'>) {}

  /** The same browser at another instance. */
  at(app: Pick<TestApp, 'http'>): Browser {
    const other = new Browser(app);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }

  async get(path: string): Promise<Answer> {
    return this.keep(await this.app.http.get(path, this.headers()));
  }

  async post(as: Client, path: string, body: object): Promise<Answer> {
    return this.keep(await as.post(path, body, this.headers()));
  }

  start(returnTo = PAGE, id = 'corp'): Promise<Answer> {
    return this.get(`/auth/oidc/${id}/start?return_to=${encodeURIComponent(returnTo)}`);
  }

  comeBack(query: URLSearchParams | string, id = 'corp'): Promise<Answer> {
    return this.get(`/auth/oidc/${id}/callback?${query.toString()}`);
  }

  /** To the provider and back, as the person that it tells of. */
  async visit(provider: OddProvider, told: Told, id = 'corp'): Promise<Answer> {
    return this.comeBack(provider.signIn(locationOf(await this.start(PAGE, id)), told), id);
  }

  private headers(): Record<string, string> {
    if (this.cookies.size === 0) return {};
    return { Cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ') };
  }

  private keep(answer: Answer): Answer {
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    return answer;
  }
}

export function locationOf({ status, headers, text }: Answer): string {
  if (status !== 302) throw new Error(`Sent nowhere: ${status} ${text}`);
  return headers.location ?? '';
}

/** What `return_to` got, of a page of ours. */
export function gotBack(answer: Answer): { code: string | null; error: string | null } {
  const url = new URL(locationOf(answer));
  if (url.origin !== FRONT || url.searchParams.get('own') !== '1') throw new Error(`Sent to ${url.href}`);
  return { code: url.searchParams.get('code'), error: url.searchParams.get('error') };
}

export const errorOf = (answer: Answer) => gotBack(answer).error;
