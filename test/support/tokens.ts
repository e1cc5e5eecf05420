import type { TestApp } from './app.js';
import type { Answer } from './client.js';
import { PASSWORD } from './people.js';

export interface Pair {
  access_token: string;
  token_type: string;
  expires_in: number;
  refresh_token: string;
  refresh_expires_in: number;
}

/** What came of a request: `200 fine`, `401 invalid_token`. */
export const said = ({ status, body }: Answer) => `${status} ${body.error?.code ?? 'fine'}`;

export function logIn(app: TestApp, email: string, password = PASSWORD, headers = {}): Promise<Answer> {
  return app.http.post('/auth/login', { email, password }, headers);
}

/** Signs in, as a person does, and says if that doesn't work. */
export async function pairOf(app: TestApp, { email }: { email: string }, password = PASSWORD): Promise<Pair> {
  const answer = await logIn(app, email, password);
  if (answer.status !== 200) throw new Error(`Signing in answered ${answer.text}`);
  return answer.body.data;
}

export function refresh(app: TestApp, token: string): Promise<Answer> {
  return app.http.post('/auth/refresh', { refresh_token: token });
}

/** Oneself, by an access token: opens while its session lives. */
export function whoAmI(app: TestApp, token: string): Promise<Answer> {
  return app.http.get('/users/me', { Authorization: `Bearer ${token}` });
}

export function byForm(app: TestApp, fields: Record<string, string>): Promise<Answer> {
  const form = new URLSearchParams(fields).toString();
  return app.http.post('/auth/token', form, { 'Content-Type': 'application/x-www-form-urlencoded' });
}
