/** A provider that does not answer as it should: it is down, slow, says far too much, or fails itself. */
export class ProviderSilent extends Error {}

const TIMEOUT_MS = 5_000;
/** Discovery, keys and tokens are a few kilobytes. */
const MAX_BYTES = 256 * 1024;

interface Init {
  method: string;
  headers: Record<string, string>;
  body?: RequestInit['body'];
  signal?: AbortSignal;
}

/**
 * A request to a provider: it takes five seconds at most, reads 256 KiB at most, and follows no redirect.
 *
 * @throws ProviderSilent
 */
export async function boundedFetch(url: string, { method, headers, body, signal }: Init): Promise<Response> {
  const late = AbortSignal.timeout(TIMEOUT_MS);
  const signals = signal ? [signal, late] : [late];
  try {
    const init = { method, headers, body: body ?? null, redirect: 'manual', signal: AbortSignal.any(signals) } as const;
    const response = await fetch(url, init);
    const bytes = await firstBytes(response);
    if (response.status >= 500) throw new ProviderSilent(`The provider answered ${response.status}.`);
    const { status, statusText } = response;
    return new Response(bytes.length > 0 ? bytes : null, { status, statusText, headers: response.headers });
  } catch (error) {
    throw error instanceof ProviderSilent
      ? error
      : new ProviderSilent('The provider did not answer.', { cause: error });
  }
}

async function firstBytes(response: Response): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new ProviderSilent('The provider said far too much.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Whether that is why something failed, however deep it is said. */
export function isSilence(error: unknown): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 10; one = one.cause, depth++)
    if (one instanceof ProviderSilent) return true;
  return false;
}
