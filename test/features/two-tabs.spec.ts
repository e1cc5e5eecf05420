import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../src/platform/config/paths.js';
import { startApp, type TestApp } from '../support/app.js';
import { PASSWORD } from '../support/people.js';
import { layOut } from '../support/printed-code.js';

interface Pair {
  access_token: string;
  refresh_token: string;
}

let app: TestApp;
let folder: string;

beforeAll(async () => {
  app = await startApp();
  folder = mkdtempSync(join(tmpdir(), 'fasttrack-tabs-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await app.stop();
});

async function signIn(email: string): Promise<Pair> {
  const answer = await app.http.post('/auth/login', { email, password: PASSWORD });
  return answer.body.data;
}

const refresh = ({ refresh_token }: Pair) => app.http.post('/auth/refresh', { refresh_token });

it('SPEC-001.28: tabs that share the printed refresher refresh at once, one wakes up late, and nobody is signed out', async () => {
  layOut(folder, { 'session.mjs': 'docs/FRONT-ENDS.md' });
  const { email } = await app.person('Ann');
  const elsewhere = await signIn(email);
  const script = join(packageRoot(), 'test/support/two-tabs.mjs');
  const pair = JSON.stringify(await signIn(email));
  const { stdout } = await promisify(execFile)(process.execPath, [script, folder, app.url, pair]);
  expect(JSON.parse(stdout)).toEqual({ sameToken: true, atOnce: 1, refreshes: 5, status: 200, isSignedIn: true });
  expect((await refresh(elsewhere)).status).toBe(200);
});

it('SPEC-001.28: a tab that wakes up with a refresh token of its own signs everybody out', async () => {
  const { email } = await app.person('Ben');
  const elsewhere = await signIn(email);
  const stale = await signIn(email);
  const next: Pair = (await refresh(stale)).body.data;
  const newest: Pair = (await refresh(next)).body.data;
  expect((await refresh(stale)).body.error?.code).toBe('refresh_token_reused');
  for (const pair of [newest, elsewhere]) expect((await refresh(pair)).status).toBe(401);
});
