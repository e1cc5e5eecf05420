import type { Canaries } from './canaries.js';
import type { Visitor } from './visitor.js';

/** An API token that is made twice with one key, shown, mistyped, and shown when it is revoked. Answers the three statuses. */
export async function useApiToken(person: Visitor, secrets: Canaries): Promise<number[]> {
  const make = () => person.post('/users/me/tokens', { name: 'canary' }, { 'Idempotency-Key': 'token' });
  const { data } = await make();
  await make();
  const token = secrets.keep('API token', String(data.token));
  const show = async (one: string) => (await person.get('/users/me', { Authorization: `Bearer ${one}` })).status;
  const before = [await show(token), await show(`${token}x`)];
  await person.send('DELETE', `/users/me/tokens/${String(data.id)}`);
  return [...before, await show(token)];
}
