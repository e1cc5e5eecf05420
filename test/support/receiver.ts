import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { Dispatcher } from '../../src/features/sending/dispatcher.js';
import type { TestApp } from './app.js';
import { certificate } from './certificate.js';
import type { Person } from './people.js';

export interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface Sent {
  id: number;
  type: string;
  timestamp: string;
  project_id: number;
  actor: { id: number; display_name: string } | null;
  data: Record<string, unknown>;
}

/** What a receiver does with a request: its status, or a whole answer. */
type Conduct = (request: Received, response: ServerResponse, nth: number) => number | void;

/** Somebody's server that hears of what happens. */
export class Receiver {
  readonly requests: Received[] = [];
  conduct: Conduct = () => 204;

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly scheme: string,
  ) {}

  static async open({ secure = false } = {}): Promise<Receiver> {
    const take: RequestListener = (request, response) => void receiver.take(request, response);
    const server = secure ? createSecureServer(certificate, take) : createServer(take);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const receiver = new Receiver(server, (server.address() as AddressInfo).port, secure ? 'https' : 'http');
    return receiver;
  }

  url(path = '/', host = '127.0.0.1'): string {
    return `${this.scheme}://${host}:${this.port}${path}`;
  }

  /** What came to a path, as JSON. */
  at(path: string): Sent[] {
    return this.requests.filter((one) => one.path === path).map(({ body }) => JSON.parse(body) as Sent);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const received = { path: request.url ?? '', headers: request.headers as Record<string, string>, body };
    const status = this.conduct(received, response, this.requests.push(received));
    if (status !== undefined) response.writeHead(status).end();
  }
}

/** Whether the public library believes that the secret has signed this. */
export function verifies({ headers, body }: Received, secret: string): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

export interface MadeWebhook {
  id: number;
  url: string;
  secret: string;
}

/** A webhook of a project that leads there. */
export async function hook(
  manager: Person,
  project: { id: number },
  url: string,
  fields: object = {},
): Promise<MadeWebhook> {
  const body = { url, types: ['task.*'], ...fields };
  const { status, body: answer } = await manager.post(`/projects/${project.id}/webhooks`, body);
  if (status !== 201) throw new Error(`The webhook was answered with ${status} ${JSON.stringify(answer)}`);
  return answer.data;
}

export interface ListedDelivery {
  id: number;
  event_id: number;
  type: string;
  status: string;
  attempts: number;
  last_status: number | null;
  last_error: string | null;
  next_attempt_at: string | null;
}

export async function deliveriesOf(manager: Person, { id }: { id: number }, filter = ''): Promise<ListedDelivery[]> {
  return ((await manager.get(`/webhooks/${id}/deliveries${filter}`)).body.data as { items: ListedDelivery[] }).items;
}

/** Everything that is due has been attempted. */
export async function sent(app: TestApp): Promise<void> {
  await app.idle();
  await app.get(Dispatcher).idle();
}
