import { Agent, request } from 'node:http';
import type { Answer } from '../support/client.js';

const agent = new Agent({ keepAlive: true });

export interface RawRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
}

/** Sends bytes as they are; supertest would mend what is meant to be broken. */
export function send(url: string, raw: RawRequest, isRetry = false): Promise<Answer> {
  const { method, path, headers, body } = raw;
  const length = body === null ? {} : { 'content-length': String(body.length) };
  return new Promise((resolve, reject) => {
    const call = request(`${url}`, { agent, method, path, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const fields = response.headers as Record<string, string>;
        resolve({ status: response.statusCode ?? 0, headers: fields, text, body: parsed(text) as Answer['body'] });
      });
    });
    // A kept connection may have been closed by the program after it refused a body that it did not read.
    call.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = call.reusedSocket && !isRetry && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '');
      if (isStale) send(url, raw, true).then(resolve, reject);
      else reject(error);
    });
    if (body) call.write(body);
    call.end();
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
