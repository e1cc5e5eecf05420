import { Browser, FRONT, gotBack, locationOf, PAGE } from './browser.js';
import type { Canaries } from './canaries.js';
import { Client } from './client.js';
import type { OddProvider } from './odd-provider.js';
import { Visitor } from './visitor.js';

/** The settings of a program that sends people there. */
export function providerSettings(provider: OddProvider, secrets: Canaries): Record<string, string> {
  const settings = provider.settings('corp');
  secrets.keep('client secret of a provider', settings['OIDC_CORP_CLIENT_SECRET'] ?? '');
  return { OIDC_PROVIDERS: 'corp', CORS_ORIGINS: FRONT, ...settings };
}

/** Somebody goes to the provider and comes back, with what is false and what is true. Answers the statuses of the codes. */
export async function signInElsewhere(url: string, provider: OddProvider, secrets: Canaries): Promise<number[]> {
  const browser = new Browser({ http: new Client(url) });
  const told = { sub: 'canary', email: 'cora@example.com', email_verified: true, name: 'Cora' };
  const started = await browser.start(PAGE);
  const [cookie = ''] = [started.headers['set-cookie'] ?? []].flat();
  secrets.keep('cookie of a sign-in elsewhere', /=([^;]+)/.exec(cookie)?.[1] ?? '');
  const query = provider.signIn(locationOf(started), told);
  secrets.keep('state', query.get('state') ?? '');
  secrets.keep('code of a provider', query.get('code') ?? '');
  secrets.keep('nonce', new URL(locationOf(started)).searchParams.get('nonce') ?? '');
  await browser.comeBack(new URLSearchParams({ state: secrets.make('false state'), code: secrets.make('false code') }));
  const { code } = gotBack(await browser.comeBack(query));
  await browser.comeBack(query);
  secrets.keep('sign-in code', String(code));
  const visitor = new Visitor(url, secrets);
  const statuses: number[] = [];
  for (const shown of [secrets.make('false sign-in code'), code, code])
    statuses.push((await visitor.post('/auth/oidc/exchange', { code: shown })).status);
  return statuses;
}
