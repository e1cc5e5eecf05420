import type { TestApp } from './app.js';
import type { Answer } from './client.js';
import type { Person } from './people.js';
import {
  type CreationOptions,
  type CredentialJson,
  type RequestOptions,
  SoftwareAuthenticator,
  type Twist,
} from './software-authenticator.js';

/** Where the tests' pages are: the default of PUBLIC_URL. */
export const PAGE = 'http://localhost:3000';

export async function creationOptions(person: Person): Promise<CreationOptions> {
  return (await person.post('/users/me/passkeys/options')).body.data;
}

export async function requestOptions(app: TestApp): Promise<RequestOptions> {
  return (await app.http.post('/auth/passkey/options')).body.data;
}

/** Adds a passkey of this authenticator to an account. */
export async function addPasskey(
  person: Person,
  authenticator: SoftwareAuthenticator,
  { name, ...twist }: Twist & { name?: string } = {},
): Promise<Answer> {
  const credential = authenticator.create(await creationOptions(person), twist);
  return person.post('/users/me/passkeys', { credential, name });
}

export interface MadePasskey {
  id: number;
  name: string;
  created_at: string;
  last_used_at: string | null;
}

/** A new authenticator with a passkey of this account. */
export async function passkeyOf(
  person: Person,
  name = 'phone',
): Promise<{ made: MadePasskey; authenticator: SoftwareAuthenticator }> {
  const authenticator = new SoftwareAuthenticator(PAGE);
  const { status, body } = await addPasskey(person, authenticator, { name });
  if (status !== 201) throw new Error(`POST /users/me/passkeys answered ${status} ${JSON.stringify(body)}`);
  return { made: body.data, authenticator };
}

/** Signs in; `change` alters what the authenticator has answered. */
export async function signInWith(
  app: TestApp,
  authenticator: SoftwareAuthenticator,
  twist: Twist = {},
  change: (credential: CredentialJson) => object = (credential) => credential,
): Promise<Answer> {
  const credential = authenticator.get(await requestOptions(app), twist);
  return app.http.post('/auth/passkey', { credential: change(credential) });
}
