import { JwtService } from '@nestjs/jwt';
import { AccessInvalidation } from '../../src/platform/access/identities/access-invalidation.js';
import { TokenKeys } from '../../src/platform/access/authentication/token-keys.js';
import { AUDIENCE, ISSUER } from '../../src/platform/access/authentication/access-tokens.js';
import type { TestApp } from './app.js';
import type { Answer } from './client.js';
import { PASSWORD, type Person } from './people.js';

/** A genuine token of somebody's session that expires after so many seconds; it may have expired already. */
export function tokenFor(app: TestApp, { id, sessionId }: Person, seconds: number): string {
  const { signing, signingId } = app.get(TokenKeys);
  const exp = Math.ceil(Date.now() / 1000) + seconds;
  const claims = { iss: ISSUER, aud: AUDIENCE, sub: String(id), sid: String(sessionId), exp, type: 'access' };
  return new JwtService().sign(claims, {
    privateKey: signing as unknown as string,
    algorithm: 'RS256',
    keyid: signingId,
  });
}

/** What signing out does to a session, wherever the program does it. */
export async function endSession(app: TestApp, { id, sessionId }: Pick<Person, 'id' | 'sessionId'>): Promise<void> {
  await app.database.transaction(async () => {
    await app.database.execute('UPDATE sessions SET ended_at = now() WHERE id = $1', [sessionId]);
    await app.get(AccessInvalidation).announce({ sessionId, userId: id });
  });
}

/** With everybody's password, and with codes of a second factor where there is one. */
export function signIn(app: TestApp, { email }: Person, codes: object = {}): Promise<Answer> {
  return app.http.post('/auth/login', { email, password: PASSWORD, ...codes });
}
