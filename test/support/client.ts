import supertest, { type Response } from 'supertest';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** The parsed body: the envelope, or what a bare route answers. */
  body: {
    data: never;
    error: { code: string; message: string; details: Detail[] } | null;
    meta: Record<string, unknown>;
  };
  text: string;
}

interface Detail {
  field: string;
  code: string;
  message: string;
  limit?: number;
}

type Headers = Record<string, string>;

/** Looks at every answer that any test sees. */
export type Watcher = (method: string, path: string, answer: Answer) => void;

/** Speaks HTTP to the program as one person, or as nobody. */
export class Client {
  constructor(
    readonly url: string,
    private readonly watch: Watcher = () => undefined,
    readonly token?: string,
  ) {}

  get(path: string, headers: Headers = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  patch(path: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  delete(path: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    return this.send('DELETE', path, body, headers);
  }

  /** A string or bytes go out as they are, anything else as JSON. */
  async send(method: string, path: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    const call = supertest(this.url)[method.toLowerCase() as 'get'](path);
    if (this.token) call.set('Authorization', `Bearer ${this.token}`);
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
    if (body !== undefined && !isRaw) call.set('Content-Type', 'application/json');
    call.set(headers);
    const response = await (body === undefined ? call : call.send(isRaw ? (body as string) : JSON.stringify(body)));
    const answer = toAnswer(response);
    this.watch(method, path, answer);
    return answer;
  }
}

function toAnswer({ status, headers, body, text }: Response): Answer {
  return { status, headers, body: body as Answer['body'], text };
}
