import type { Canaries } from './canaries.js';
import { LiveClient } from './live-client.js';
import type { Visitor } from './visitor.js';

/** Connects with tokens in the three places where one can be, and says more than it should. */
export async function comeAndGoOnSockets(sue: Visitor, secrets: Canaries): Promise<void> {
  const query = { token: sue.accessToken };
  const window = LiveClient.knock(sue.url, {}, { query });
  await window.until(() => window.says('ready').length > 0);
  await LiveClient.knock(sue.url, {}, { query: { token: secrets.make('in a handshake') } }).refusal();
  await LiveClient.knock(sue.url, { token: secrets.make('in auth') }, { transports: ['polling'] }).refusal();
  expect((await window.ask('authenticate', { token: secrets.make('to prolong') })).error).not.toBeNull();
  await window.ask('message', { password: secrets.make('said on a socket') });
}

/** Shows keys and tokens where they belong, and where they don't. */
export async function useKeys(sue: Visitor, secrets: Canaries): Promise<void> {
  expect((await sue.get('/metrics', { 'X-API-Key': 'canary-of-the-api-key-0123456789' })).status).toBe(200);
  const wrong = secrets.keep('false API key', 'a-false-canary-key-0123456789');
  expect((await sue.get('/internal/stats', { 'X-API-Key': wrong })).code).toBe('invalid_api_key');
  await sue.get('/users/me', {
    Authorization: `Basic ${secrets.keep('basic', Buffer.from('sue:canaries').toString('base64'))}`,
  });
  await sue.get('/users/me', { Authorization: `Bearer ${sue.accessToken.slice(0, -8)}AAAAAAAA` });
  await sue.get(`/projects?access_token=${sue.accessToken}`);
  await sue.post('/projects', { name: 'Safe', password: secrets.make('in a field that nobody knows') });
}
