import type { Answer } from './client.js';

/** What came of a request, in short: its status, and the code of the error if there is one. */
export function outcome({ status, body }: Answer): [status: number, code: string | null] {
  return [status, body.error?.code ?? null];
}

/** The same as words: `200`, `404 not_found`. */
export function said(answer: Answer): string {
  return outcome(answer).filter(Boolean).join(' ');
}
