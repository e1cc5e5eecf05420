import { ApiError, type Client, createClient, type Me } from '@fasttrack/client';
import { computed, signal } from '@preact/signals';

/** Where the API is: beside these pages; with `npm run web` on another origin. */
const url = import.meta.env.DEV
  ? ((import.meta.env.VITE_API_URL as string | undefined) ?? 'http://localhost:3000')
  : new URL('..', document.baseURI).href.slice(0, -1);

/** Whether somebody is signed in; undefined until it is known. */
export const isSignedIn = signal<boolean>();
export const me = signal<Me>();
/** Somebody was signed in, and is to sign in again. */
export const hasExpired = signal(false);

export const client: Client = createClient({
  url,
  refreshIn: 'cookie',
  onSignedOut: (reason) => {
    hasExpired.value = reason !== undefined;
    isSignedIn.value = false;
  },
});

export const can = (permission: string): boolean => me.value?.permissions.includes(permission) ?? false;
export const isAdministrator = computed(() => can('read_user'));

// Another tab may have signed in, as the same person or as somebody else.
client.session.onBegin(() => void arrive());
addEventListener('storage', () => {
  if (isSignedIn.value === false && client.isSignedIn) void arrive();
});

let arriving: Promise<void> | undefined;

/** Says who is signed in, once for all who ask at a time. */
function arrive(): Promise<void> {
  arriving ??= meet().finally(() => (arriving = undefined));
  return arriving;
}

async function meet(): Promise<void> {
  if (isSignedIn.value && me.value) return;
  try {
    const person = await client.get('/users/me');
    if (me.value && me.value.id !== person.id) return location.reload(); // nothing of somebody else stays
    me.value = person;
    hasExpired.value = false;
    isSignedIn.value = true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) isSignedIn.value = false;
    else setTimeout(() => void arrive(), 3000);
  }
}

export async function begin(): Promise<void> {
  const isThere = client.isSignedIn && (await client.resume().catch(() => client.isSignedIn));
  if (isThere) await arrive();
  else isSignedIn.value = false;
}

export async function signOut(): Promise<void> {
  await client.signOut();
  sessionStorage.clear();
  location.assign(document.baseURI);
}

/** Takes what has changed of oneself. */
export async function refreshMe(): Promise<void> {
  me.value = await client.get('/users/me');
}
