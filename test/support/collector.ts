import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number };
}

export interface ExportedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: Attribute[];
  links?: { traceId: string }[];
}

interface Export {
  resourceSpans: { scopeSpans: { spans: ExportedSpan[] }[] }[];
}

/** Takes traces over OTLP/HTTP, and keeps them as they came. */
export class Collector {
  readonly exports: string[] = [];
  readonly headers: Record<string, unknown>[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Collector> {
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        collector.exports.push(body);
        collector.headers.push(request.headers);
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const collector = new Collector(server);
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get spans(): ExportedSpan[] {
    const exports = this.exports.map((body) => JSON.parse(body) as Export);
    return exports.flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    );
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

export function valueOf({ attributes }: ExportedSpan, name: string): string | number | undefined {
  const value = attributes.find(({ key }) => key === name)?.value;
  return value?.stringValue ?? value?.intValue;
}
