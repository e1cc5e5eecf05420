import type { Canaries } from './canaries.js';

interface Reply {
  status: number;
  data: Record<string, unknown>;
  code: string | undefined;
}

interface Pair {
  access_token: string;
  refresh_token: string;
}

type Headers = Record<string, string>;

/** Somebody at a program of its own: keeps each token that it gives, and each refusal word for word. */
export class Visitor {
  accessToken = '';
  refreshToken = '';
  /** Status, headers and body. */
  readonly refusals: string[] = [];

  constructor(
    readonly url: string,
    private readonly secrets: Canaries,
  ) {}

  get(path: string, headers: Headers = {}): Promise<Reply> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body?: unknown, headers: Headers = {}): Promise<Reply> {
    return this.send('POST', path, body, headers);
  }

  /** @throws what is answered instead of a token pair */
  async signIn(credentials: Record<string, string>): Promise<void> {
    const reply = await this.post('/auth/login', credentials);
    if (reply.status !== 200) throw new Error(`Signing in answered ${reply.status} ${reply.code}`);
  }

  refresh(refreshToken: string): Promise<Reply> {
    return this.post('/auth/refresh', { refresh_token: refreshToken });
  }

  form(fields: Record<string, string>): Promise<Reply> {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return this.send('POST', '/auth/token', new URLSearchParams(fields).toString(), headers);
  }

  /** A string goes out as it is, anything else as JSON. */
  async send(method: string, path: string, body?: unknown, headers: Headers = {}): Promise<Reply> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.accessToken && { Authorization: `Bearer ${this.accessToken}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status >= 400) this.refusals.push(`${answer.status} ${JSON.stringify([...answer.headers])} ${text}`);
    return this.understand(answer.status, text);
  }

  private understand(status: number, text: string): Reply {
    if (!text.startsWith('{')) return { status, data: {}, code: undefined };
    const body = JSON.parse(text) as Partial<Pair> & { data?: Record<string, unknown>; error?: { code: string } };
    this.take(body);
    if (body.data) this.take(body.data);
    return { status, data: body.data ?? {}, code: body.error?.code };
  }

  private take({ access_token: access, refresh_token: refresh }: Partial<Pair>): void {
    if (!access || !refresh) return;
    const count = this.secrets.names.length;
    this.accessToken = access;
    this.refreshToken = refresh;
    this.secrets.keep(`access token ${count}`, access.split('.')[2] ?? '');
    this.secrets.keep(`refresh token ${count}`, refresh);
  }
}
