import { ApiError, type TokenPair } from '@fasttrack/client';
import { client } from '../session.js';
import { t } from '../texts.js';

const STATE = 'sign-in state';
/** A challenge holds five minutes; somebody has to find their key, too. */
const CHALLENGE_MS = 200_000;

/** Ways in that not every program has: what it doesn't know answers 404, and is then not shown. */
interface MoreOperations {
  'GET /auth/providers': { items: readonly Provider[] };
  'POST /auth/passkey/options': PublicKeyCredentialRequestOptionsJSON;
  'POST /auth/passkey': TokenPair;
  'POST /auth/oidc/exchange': TokenPair;
  'POST /users/me/passkeys/options': PublicKeyCredentialCreationOptionsJSON;
  'POST /users/me/passkeys': Passkey;
  'GET /users/me/passkeys': { items: readonly Passkey[] };
  'DELETE /users/me/passkeys/{id}': null;
  'GET /users/me/identities': { items: readonly Identity[] };
  'POST /users/me/identities/{provider}': { url: string };
  'DELETE /users/me/identities/{id}': null;
}

export interface Provider {
  id: string;
  name: string;
  /** Where a sign-in starts; `return_to` has to be added. */
  start_url: string;
}
export interface Passkey {
  id: number;
  name: string;
  created_at: string;
  last_used_at: string | null;
}
export interface Identity {
  id: number;
  provider: string;
  issuer: string;
  created_at: string;
}

interface Given {
  path?: Record<string, string | number>;
  body?: object;
}

/** Calls one of them. */
export function ask<Name extends keyof MoreOperations>(name: Name, input: Given = {}): Promise<MoreOperations[Name]> {
  const request = client.request.bind(client) as unknown as (
    name: string,
    input: Given,
  ) => Promise<MoreOperations[Name]>;
  return request(name, input);
}

/** Whether this browser can. */
export const hasPasskeys =
  typeof PublicKeyCredential === 'function' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

/** Asks for a passkey of this device; undefined where the program or the browser knows none. */
export async function preparePasskey(): Promise<(() => Promise<void>) | undefined> {
  if (!hasPasskeys) return undefined;
  const first = await ask('POST /auth/passkey/options').catch(() => undefined);
  if (!first) return undefined;
  const asked = Date.now();
  return async () => {
    const isFresh = Date.now() - asked < CHALLENGE_MS;
    const options = isFresh ? first : await ask('POST /auth/passkey/options');
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
    client.take(
      await ask('POST /auth/passkey', { body: { credential: credential.toJSON() as object, refresh_in: 'cookie' } }),
    );
  };
}

/** The page with a value of ours in its address: only a sign-in that was begun here may end here. */
export function returnTo(): string {
  const state = crypto.randomUUID();
  sessionStorage.setItem(STATE, state);
  return `${location.origin}${location.pathname}?state=${state}`;
}

/** Goes to a provider, and comes back to the same page. */
export function signInAt({ start_url: start }: Provider): void {
  location.assign(`${start}?return_to=${encodeURIComponent(returnTo())}`);
}

/** A provider has sent the person back, with a code that is good once, or with what was wrong. */
export async function arriveFromProvider(): Promise<void> {
  const answer = new URLSearchParams(location.search);
  const [state, code, error] = ['state', 'code', 'error'].map((name) => answer.get(name));
  if (!state) return;
  history.replaceState(null, '', location.pathname);
  const isOurs = state === sessionStorage.getItem(STATE);
  sessionStorage.removeItem(STATE);
  if (!isOurs) return;
  if (error) throw new ApiError({ status: 401, code: error, message: t.signIn.providerFailed });
  if (code) client.take(await ask('POST /auth/oidc/exchange', { body: { code, refresh_in: 'cookie' } }));
}

/** Makes a passkey on this device. */
export async function addPasskey(name: string): Promise<void> {
  const options = await ask('POST /users/me/passkeys/options');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  await ask('POST /users/me/passkeys', { body: { credential: credential.toJSON() as object, ...(name && { name }) } });
}

/** Goes to a provider to link it to one's account, and comes back. */
export async function linkProvider(provider: string): Promise<void> {
  const body = { return_to: returnTo() };
  const { url } = await ask('POST /users/me/identities/{provider}', { path: { provider }, body });
  location.assign(url);
}
