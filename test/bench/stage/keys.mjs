import { createPublicKey, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { built } from './built.mjs';

/** The program's keys, made for this run; the floor gets the public one. */
export async function makeKeys(folder) {
  const { generateRsaPrivateKey } = await built('src/platform/config/keys.js');
  const pem = generateRsaPrivateKey();
  writeFileSync(join(folder, 'jwt.pem'), pem, { mode: 0o600 });
  const publicPem = createPublicKey(pem).export({ type: 'spki', format: 'pem' });
  writeFileSync(join(folder, 'jwt-public.pem'), publicPem);
  return { pem, secretKey: randomBytes(32).toString('base64url'), apiKey: randomBytes(24).toString('hex') };
}

/** What the program itself would make: signed tokens and hashed passwords. */
export async function makeMint({ databaseUrl, pem, secretKey }) {
  const { readConfig } = await built('src/platform/config/config.js');
  const { TokenKeys } = await built('src/platform/access/authentication/token-keys.js');
  const { AccessTokens } = await built('src/platform/access/authentication/access-tokens.js');
  const { HashThreads } = await built('src/platform/passwords/hash-threads.js');
  const { PasswordHasher } = await built('src/platform/passwords/password-hasher.js');
  const env = {
    DATABASE_URL: databaseUrl,
    JWT_PRIVATE_KEY: pem,
    SECRET_KEY: secretKey,
    ACCESS_TOKEN_EXPIRE_MINUTES: '1440',
  };
  const config = readConfig(env);
  const tokens = new AccessTokens(new TokenKeys(config), config);
  const threads = new HashThreads(config);
  const hasher = new PasswordHasher(threads, config);
  return {
    sign: (userId, sessionId) => tokens.sign(userId, sessionId),
    hash: async (password) => {
      const hash = await hasher.hash(password);
      await threads.onApplicationShutdown();
      return hash;
    },
  };
}
