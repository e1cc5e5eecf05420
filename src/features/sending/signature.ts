import { createHmac } from 'node:crypto';

/**
 * The headers of a message by the Standard Webhooks specification: with a signature for each key, of which any one that
 * the receiver knows will do.
 *
 * @spec SPEC-037.8
 */
export function signedHeaders(id: string, body: Buffer, { keys, at }: { keys: readonly Buffer[]; at: Date }) {
  const seconds = String(Math.floor(at.getTime() / 1_000));
  const signatures = keys.map((key) => {
    const digest = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64');
    return `v1,${digest}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') };
}
