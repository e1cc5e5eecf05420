import type { Canaries } from './canaries.js';
import type { Visitor } from './visitor.js';

/** The address of a calendar that is made twice with one key, read, and read when it is revoked. Answers both statuses. */
export async function readCalendar(person: Visitor, secrets: Canaries): Promise<number[]> {
  const make = () => person.post('/users/me/calendar', undefined, { 'Idempotency-Key': 'calendar' });
  const { data } = await make();
  await make();
  const secret = secrets.keep('address of a calendar', /([\w-]{43})\.ics$/.exec(String(data.url))?.[1] ?? '');
  const read = async () => (await fetch(`${person.url}/calendar/${secret}.ics`)).status;
  const before = await read();
  await person.send('DELETE', '/users/me/calendar');
  return [before, await read()];
}
