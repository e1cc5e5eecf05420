import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { OutgoingFailure } from '../../platform/outgoing/outgoing-failure.js';
import { OutgoingPost } from '../../platform/outgoing/outgoing-post.js';
import { UnreadableSecret } from '../../platform/secrets/secret-box.js';
import { traced } from '../../platform/tracing/tracing.js';
import { WebhookSecrets } from '../webhooks/secrets/webhook-secrets.service.js';
import { Payload } from './payload.js';
import type { Claimed } from './sending.repository.js';
import { signedHeaders } from './signature.js';

const HEADERS = { 'Content-Type': 'application/json; charset=utf-8', 'User-Agent': 'fasttrack-webhooks' };

/** The answer of a receiver, or why there was none. */
export interface Answer {
  status: number | null;
  error: string | null;
  /** The receiver was not asked, and has no part in it. */
  isOurs?: boolean;
}

/**
 * One attempt of one delivery.
 *
 * @spec SPEC-037.8, SPEC-037.21, SPEC-047.3
 */
@Injectable()
export class Attempt {
  constructor(
    private readonly config: Config,
    private readonly secrets: WebhookSecrets,
    private readonly payload: Payload,
    private readonly post: OutgoingPost,
  ) {}

  /** @throws Error where it is not the receiver's fault: then nothing was sent */
  async make(delivery: Claimed): Promise<Answer> {
    const body = await this.payload.of(delivery);
    try {
      const keys = await this.secrets.keysOf(delivery);
      const signed = signedHeaders(String(delivery.eventId), body, { keys, at: new Date() });
      const status = await this.send(this.urlOf(delivery), { ...HEADERS, ...signed }, body);
      return { status, error: isSuccess(status) ? null : complaintOf(status) };
    } catch (error) {
      return { status: null, error: reasonOf(error) };
    }
  }

  /** The receiver may continue the trace. It shows the host and no more: paths of receivers may be secret. */
  private send(url: URL, headers: Record<string, string>, body: Buffer): Promise<number> {
    const attributes = { 'http.request.method': 'POST', 'server.address': url.hostname };
    return traced(
      () => ({ name: 'POST', kind: 'client', attributes }),
      async (span) => {
        const { traceparent } = span;
        const status = await this.post.send({
          url,
          headers: { ...headers, ...(traceparent && { traceparent }) },
          body,
        });
        span.note({ 'http.response.status_code': status });
        return status;
      },
    );
  }

  /** Written when the program ran in development, it may not be encrypted. */
  private urlOf({ url: text }: Claimed): URL {
    const url = new URL(text);
    if (this.config.isProduction && url.protocol !== 'https:') throw new OutgoingFailure('Only https is allowed.');
    return url;
  }
}

export function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

function complaintOf(status: number): string {
  const isRedirect = status >= 300 && status < 400;
  return isRedirect ? `The answer was a redirect (${status}): none is followed.` : `The answer was ${status}.`;
}

/** @throws Error that is none of the receiver's */
function reasonOf(error: unknown): string {
  if (error instanceof OutgoingFailure) return error.message;
  if (error instanceof UnreadableSecret) return 'The secret can no longer be read: give the webhook a new one.';
  throw error;
}
