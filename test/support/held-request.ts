import { once } from 'node:events';
import { request as open, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Client } from './client.js';

export interface HeldAnswer {
  status: number;
  code: string | undefined;
  headers: IncomingMessage['headers'];
}

/** A request whose last byte is held back; the server has its head and the rest. */
export class HeldRequest {
  private constructor(
    private readonly sent: ClientRequest,
    private readonly lastByte: string,
    readonly answer: Promise<HeldAnswer>,
  ) {}

  /** Resolves once the server has read the head: then it says that the body may come (RFC 9110 §10.1.1). */
  static async send(
    { url, token }: Pick<Client, 'url' | 'token'>,
    [method, path]: [string, string],
    input: object,
    more: Record<string, string> = {},
  ): Promise<HeldRequest> {
    const body = JSON.stringify(input);
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(body)),
      Expect: '100-continue',
      ...(token && { Authorization: `Bearer ${token}` }),
      ...more,
    };
    const sent = open(url + path, { method, headers, agent: false });
    const answer = read(sent);
    answer.catch(() => undefined);
    sent.flushHeaders();
    await Promise.race([once(sent, 'continue'), answer]);
    sent.write(body.slice(0, -1));
    return new HeldRequest(sent, body.slice(-1), answer);
  }

  /** A piece of the body, where `Content-Length` leaves room for it. */
  add(text: string): void {
    this.sent.write(text);
  }

  finish(): Promise<HeldAnswer> {
    this.sent.end(this.lastByte);
    return this.answer;
  }

  drop(): void {
    this.sent.destroy();
  }
}

/** Whoever drops a request wants no answer. */
async function read(sent: ClientRequest): Promise<HeldAnswer> {
  const gone = new Promise<never>((_, reject) => sent.on('error', reject));
  gone.catch(() => undefined);
  const [message] = (await Promise.race([once(sent, 'response'), gone])) as [IncomingMessage];
  let text = '';
  for await (const chunk of message) text += String(chunk);
  const { error } = JSON.parse(text) as { error: { code: string } | null };
  return { status: message.statusCode ?? 0, code: error?.code, headers: message.headers };
}
