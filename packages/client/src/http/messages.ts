import { ApiError, toApiError } from '../api-error.js';

/** A path with its parameters, and what is asked for in the query. */
export function addressOf(path: string, values: object = {}, query: object = {}): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((values as Record<string, unknown>)[name])),
  );
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, string | number | boolean | string[] | undefined][])
    if (value !== undefined) asked.set(name, String(value)); // a list becomes words with commas between
  return asked.size > 0 ? `${filled}?${asked.toString()}` : filled;
}

/** The body as it is sent, with its type; of forms, the browser knows it. */
export function bodyOf(body: unknown): { body?: string | FormData | URLSearchParams; type?: string } {
  if (body === undefined) return {};
  if (body instanceof URLSearchParams) return { body };
  const parts = Object.entries(body as object);
  if (!parts.some(([, value]) => value instanceof Blob))
    return { body: JSON.stringify(body), type: 'application/json' };
  const form = new FormData();
  for (const [name, value] of parts) form.set(name, value as Blob);
  return { body: form };
}

/** What an answer has inside the envelope; a file as a Blob. @throws ApiError for a failure */
export async function contentOf(answer: Response): Promise<unknown> {
  if (!answer.ok) throw await toApiError(answer);
  const type = answer.headers.get('Content-Type') ?? '';
  if (answer.status === 204) return null;
  if (!type.startsWith('application/json') || answer.headers.has('Content-Disposition')) return answer.blob();
  const body = (await answer.json()) as { data?: unknown; meta?: unknown };
  return body.meta === undefined ? body : body.data;
}

export function unreachable(cause: unknown): ApiError {
  return new ApiError({ status: 0, code: 'unreachable', message: 'The program could not be reached.', cause });
}
