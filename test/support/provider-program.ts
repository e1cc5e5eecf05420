import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';
import { until } from './until.js';

/** A real provider of OpenID Connect, in a process of its own, with one client. */
export interface ProviderProgram {
  issuer: string;
  /** What makes the program its client, as the provider `corp`. */
  settings: Record<string, string>;
  stop: () => Promise<void>;
}

export async function startProvider(redirectUri: string): Promise<ProviderProgram> {
  const script = join(packageRoot(), 'test/support/real-provider.mjs');
  const provider = spawn(process.execPath, [script, redirectUri], { stdio: 'pipe' });
  const ended = once(provider, 'close');
  let words = '';
  for (const output of [provider.stdout, provider.stderr]) output.on('data', (chunk) => (words += String(chunk)));
  await until(() => /^issuer (\S+)$/m.test(words));
  const issuer = /^issuer (\S+)$/m.exec(words)?.[1] ?? '';
  return {
    issuer,
    settings: {
      OIDC_PROVIDERS: 'corp',
      OIDC_CORP_ISSUER: issuer,
      OIDC_CORP_CLIENT_ID: 'fasttrack',
      OIDC_CORP_CLIENT_SECRET: 'a-secret-of-the-client',
    },
    stop: async () => {
      provider.kill();
      await ended;
    },
  };
}
