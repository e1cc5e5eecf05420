import { type Client, type ClientOptions, createClient } from '@fasttrack/client';
import type { TestApp } from './app.js';
import { PASSWORD, type Person } from './people.js';

/** A client of somebody who has signed in. */
export async function clientOf(app: TestApp, person: Person, options: Partial<ClientOptions> = {}): Promise<Client> {
  const client = createClient({ url: app.url, refreshIn: 'body', ...options });
  await client.signIn({ email: person.email, password: PASSWORD });
  return client;
}
