import { startApp, type TestApp } from '../support/app.js';
import { FRONT } from '../support/browser.js';
import { OddProvider } from '../support/odd-provider.js';
import { fuzz } from './run.js';

const CASES = Number(process.env.FUZZ_CASES ?? 2_000);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_121);
const SHOWN = 20;

describe('hostile input', () => {
  let app: TestApp;
  let provider: OddProvider;
  beforeAll(async () => {
    provider = await OddProvider.open();
    // A long run on a slow machine must not outlast the tokens: who is nobody is refused everything.
    const env = { OIDC_PROVIDERS: 'corp', CORS_ORIGINS: FRONT, ACCESS_TOKEN_EXPIRE_MINUTES: '1440' };
    app = await startApp({ ...env, ...provider.settings('corp') });
  });
  afterAll(async () => {
    await app.stop();
    await provider.close();
  });

  it(`whatever is sent: no 5xx, described answers, no way in, and nothing changed by what was refused (seed ${SEED})`, async () => {
    const started = Date.now();
    const isAsked = process.env.FUZZ_CASES !== undefined;
    const say = (line: string) => isAsked && process.stdout.write(`${line}\n`);
    const { findings, ...figures } = await fuzz(app, CASES, SEED, say);
    say(JSON.stringify({ ...figures, seed: SEED, ms: Date.now() - started }));

    expect(findings.slice(0, SHOWN).join('\n\n')).toBe('');
    expect(figures.cases).toBe(CASES);
    expect(Object.keys(figures.statuses)).toEqual(
      expect.arrayContaining(['200', '201', '400', '401', '403', '404', '405', '406', '409', '413', '415', '422']),
    );
  }, 3_600_000);
});
