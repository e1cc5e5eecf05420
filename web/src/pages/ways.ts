import { ApiError, type TokenPair } from '@fasttrack/client';
import { client } from '../session.js';
import { t, words } from '../texts.js';

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

/** What a second factor is shown by. */
export type SecondFactorCodes = { totp_code?: string } | { backup_code: string };

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
  let prepared = await ask('POST /auth/passkey/options').catch(() => undefined);
  if (!prepared) return undefined;
  const asked = Date.now();
  return async () => {
    const isFresh = Date.now() - asked < CHALLENGE_MS;
    const options = isFresh && prepared ? prepared : await ask('POST /auth/passkey/options');
    prepared = undefined; // each challenge is good for one answer
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
    client.take(
      await ask('POST /auth/passkey', { body: { credential: credential.toJSON() as object, refresh_in: 'cookie' } }),
    );
  };
}

/** What is said of a passkey that didn't work; the browser's own failures are no matter of the server. */
export function passkeyWords(failure: unknown): string {
  if (!(failure instanceof DOMException)) return isRefused(failure) ? t.signIn.passkeyFailed : words(failure);
  return failure.name === 'InvalidStateError' ? t.profile.passkeyKnown : t.signIn.passkeyFailed;
}

function isRefused(failure: unknown): boolean {
  return failure instanceof ApiError && failure.code === 'invalid_credentials';
}

/** What somebody goes to a provider for. */
type Purpose = 'sign-in' | 'link';

/** The page with a value of ours in its address: only what was begun here may end here. */
function returnTo(purpose: Purpose): string {
  const state = `${purpose}-${crypto.getRandomValues(new Uint32Array(4)).join('.')}`;
  sessionStorage.setItem(STATE, state);
  return `${location.origin}${location.pathname}?state=${state}`;
}

/** What a provider has sent somebody back with; undefined where nobody came back, or for something else. */
function cameBack(purpose: Purpose): { code: string | null; error: string | null } | undefined {
  const answer = new URLSearchParams(location.search);
  const state = answer.get('state');
  const begun = sessionStorage.getItem(STATE);
  if (!state || (state === begun && !state.startsWith(purpose))) return undefined;
  history.replaceState(history.state, '', location.pathname);
  sessionStorage.removeItem(STATE);
  return state === begun ? { code: answer.get('code'), error: answer.get('error') } : undefined;
}

/** Goes to a provider, and comes back to the same page. */
export function signInAt({ start_url: start }: Provider): void {
  location.assign(`${start}?return_to=${encodeURIComponent(returnTo('sign-in'))}`);
}

/** What is left to do for whoever comes back from a provider to sign in. @throws ApiError what went wrong there */
export function arriveFromProvider(): ((codes: SecondFactorCodes) => Promise<void>) | undefined {
  const { code, error } = cameBack('sign-in') ?? {};
  if (error) throw refusal(error);
  if (!code) return undefined;
  return async (codes) => {
    const body = { code, ...codes, refresh_in: 'cookie' };
    const pair = await ask('POST /auth/oidc/exchange', { body }).catch((failure: unknown) => {
      throw isRefused(failure) ? refusal('invalid_credentials') : failure;
    });
    client.take(pair);
  };
}

/** Where the program speaks of a password, it was the provider that didn't vouch for somebody. */
function refusal(code: string): ApiError {
  const own = code === 'invalid_credentials' ? 'provider_failed' : code;
  return new ApiError({ status: 401, code: own, message: t.signIn.providerFailed });
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
  const body = { return_to: returnTo('link') };
  const { url } = await ask('POST /users/me/identities/{provider}', { path: { provider }, body });
  location.assign(url);
}

/** Whether somebody comes back from linking a provider. @throws ApiError what went wrong there */
export function hasLinked(): boolean {
  const answer = cameBack('link');
  if (!answer?.error) return answer !== undefined;
  const isTaken = answer.error === 'account_exists';
  throw isTaken
    ? new ApiError({ status: 409, code: 'identity_taken', message: t.profile.taken })
    : refusal(answer.error);
}
