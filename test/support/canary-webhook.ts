import type { Canaries } from './canaries.js';
import type { Visitor } from './visitor.js';

/** Makes a webhook that leads nowhere, gives it another secret, and pings it. Answers the statuses. */
export async function rotateWebhook(person: Visitor, secrets: Canaries): Promise<number[]> {
  const { data: project } = await person.post('/projects', { name: 'Listened to' });
  const hooks = `/projects/${String(project.id)}/webhooks`;
  const key = { 'Idempotency-Key': 'hook' };
  const made = await person.post(hooks, { url: 'https://receiver.invalid/', types: ['ping', 'task.*'] }, key);
  secrets.keep('secret of a webhook', String(made.data.secret));
  secrets.keep('key of a webhook', String(made.data.secret).slice('whsec_'.length));
  const path = `/webhooks/${String(made.data.id)}`;
  const rotated = await person.post(`${path}/secret`, undefined, { 'Idempotency-Key': 'rotate' });
  secrets.keep('new secret of a webhook', String(rotated.data.secret));
  return [made.status, rotated.status, (await person.post(`${path}/ping`)).status];
}
