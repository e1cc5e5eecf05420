import { type IncomingMessage, type RequestOptions, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Destinations } from './destinations.js';
import { OutgoingFailure } from './outgoing-failure.js';

/** In all: resolving the name, connecting, sending, and the head of the answer. */
const WHOLE_MS = 10_000;
/** What is read of a body, and for how long: nobody looks at it. */
const BODY_BYTES = 16_384;
const BODY_MS = 1_000;

export interface OutgoingMessage {
  url: URL;
  headers: Record<string, string>;
  body: Buffer;
}

/**
 * Sends a POST to a server that somebody else has chosen, which may be slow, endless or hostile. It is sent to the address
 * that was checked; no redirect is followed, and a connection serves one request.
 *
 * @spec SPEC-037.8, SPEC-037.21, SPEC-037.22
 */
@Injectable()
export class OutgoingPost {
  constructor(private readonly destinations: Destinations) {}

  /**
   * Answers the status, whatever it is.
   *
   * @throws OutgoingFailure
   */
  async send(message: OutgoingMessage): Promise<number> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), WHOLE_MS);
    try {
      const addresses = await orAborted(this.destinations.locate(message.url), limit.signal);
      return await exchange(message, { signal: limit.signal, lookup: pinnedTo(addresses) });
    } catch (error) {
      if (limit.signal.aborted) throw new OutgoingFailure(`There was no answer within ${WHOLE_MS / 1_000} s.`);
      throw error instanceof OutgoingFailure ? error : new OutgoingFailure(`The connection failed: ${reasonOf(error)}`);
    } finally {
      clearTimeout(timer);
    }
  }
}

function exchange({ url, headers, body }: OutgoingMessage, options: RequestOptions): Promise<number> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const length = { 'Content-Length': String(body.length) };
  return new Promise((resolve, reject) => {
    const request = send(url, { ...options, method: 'POST', agent: false, headers: { ...headers, ...length } });
    const fail = (error: Error) => isAnswered || reject(error);
    let isAnswered = false;
    request.on('error', fail);
    // A server that answers with another protocol gets neither an answer nor an error.
    request.on('close', () => fail(new OutgoingFailure('The connection was closed without an answer.')));
    request.on('response', (response) => {
      isAnswered = true;
      void drained(response).then(() => resolve(response.statusCode ?? 0));
    });
    request.end(body);
  });
}

/** Reads a little of the body, so that a server that is in order isn't cut off in the middle of a word. */
function drained(response: IncomingMessage): Promise<void> {
  const timer = setTimeout(() => response.destroy(), BODY_MS);
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > BODY_BYTES) response.destroy();
  });
  return new Promise((resolve) => {
    response.on('error', () => undefined);
    response.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Answers with the addresses that were checked; a name is not resolved a second time. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const known = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, options, done) => {
    if (options.all) return done(null, known);
    const [{ address, family } = { address: '', family: 0 }] = known;
    return done(null, address, family);
  };
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('too late')), { once: true });
    work.then(resolve, reject);
  });
}

/** A code, and no message: that may name addresses. */
function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : 'no reason is known';
}
