import type { Answer } from './client.js';
import { conforms } from './openapi.js';

/** Routes whose shape another standard fixes. */
const BARE = [
  /^\/auth\/token/,
  /^\/\.well-known\//,
  /^\/openapi\.json/,
  /^\/asyncapi\.json/,
  /^\/metrics/,
  /^\/docs/,
  /^\/redoc/,
  /^\/files\/\d+\/content/,
  /^\/calendar\//,
  /^\/projects\/\d+\/export/,
];

/** What holds for every answer, whichever test asked: no 500, the envelope, a request id, and what is described. */
export function checkAnswer(method: string, path: string, answer: Answer): void {
  const { status, body, headers } = answer;
  const said = `${method} ${path} answered ${status} ${answer.text.slice(0, 500)}`;
  if (status === 500) throw new Error(`${said}: nothing that a client sends may do that.`);
  if (!headers['x-request-id']) throw new Error(`${said} without X-Request-Id.`);
  const fault = conforms(method, path, status, body);
  if (fault) throw new Error(`${fault} It said: ${answer.text.slice(0, 500)}`);
  if (status === 302 || status === 304 || method === 'HEAD' || BARE.some((pattern) => pattern.test(path))) return;
  if (headers['content-type']?.startsWith('application/problem+json')) return;
  const keys = Object.keys(body).sort().join();
  if (keys !== 'data,error,meta') throw new Error(`${said} without the envelope.`);
  if (status < 400 !== (body.error === null)) throw new Error(`${said}: status and error don't agree.`);
}
