import { type TestApp, startApp, startBeside } from '../support/app.js';
import { enableSecondFactor } from '../support/authenticator.js';
import type { Answer } from '../support/client.js';
import { Mailbox } from '../support/mailbox.js';
import { creationOptions, PAGE, passkeyOf, requestOptions } from '../support/passkeys.js';
import { PASSWORD, type Person } from '../support/people.js';
import { SoftwareAuthenticator } from '../support/software-authenticator.js';
import { type Pair, pairOf, refresh, said } from '../support/tokens.js';

/** One use of something that works once, at one of two instances. */
type Use = (at: TestApp) => Promise<Answer>;

/** Everything works with a pool of one: whoever waits for a second connection waits for ever. */
const ONE_CONNECTION = { DATABASE_POOL_MAX: '1' };

const NEW_PASSWORD = 'another good one for the tests';

let mailbox: Mailbox;
let instances: [TestApp, TestApp];

beforeAll(async () => {
  mailbox = await Mailbox.open();
  const env = { SMTP_URL: mailbox.url, ...ONE_CONNECTION, REFRESH_REUSE_GRACE_SECONDS: '0' };
  const first = await startApp(env);
  instances = [first, await startBeside(first, env)];
});
afterAll(async () => {
  for (const instance of instances.reverse()) await instance.stop();
  await mailbox.close();
});

async function mailedToken(address: string): Promise<string> {
  for (const instance of instances) await instance.idle();
  return /token=(\S+)/.exec(mailbox.newest(address).text)?.[1] ?? '';
}

/** What works once, how to get one, and what everybody hears who comes too late. */
const THINGS: [name: string, lateAnswer: string, uses: number, make: (owner: Person) => Promise<Use>][] = [
  [
    'SPEC-001.19: a refresh token where there is no grace',
    '401 refresh_token_reused',
    50,
    async (owner) => {
      const { refresh_token } = await pairOf(instances[0], owner);
      return (at) => refresh(at, refresh_token);
    },
  ],
  [
    'SPEC-013.13: a link that sets a new password',
    '422 invalid_token_link',
    50,
    async (owner) => {
      await owner.post('/auth/password/forgot', { email: owner.email });
      const token = await mailedToken(owner.email);
      return (at) => at.http.post('/auth/password/reset', { token, new_password: NEW_PASSWORD });
    },
  ],
  [
    'SPEC-013.19: a link that confirms a new address',
    '422 invalid_token_link',
    50,
    async (owner) => {
      const email = `moved.${owner.id}@example.org`;
      await owner.post('/users/me/email', { email, current_password: PASSWORD });
      const token = await mailedToken(email);
      return (at) => at.http.post('/auth/email/confirm', { token });
    },
  ],
  [
    'SPEC-013.26: a code of the authenticator app',
    '401 invalid_totp',
    5,
    async (owner) => {
      const totp_code = (await enableSecondFactor(owner)).app.code(0);
      return (at) => at.http.post('/auth/login', { email: owner.email, password: PASSWORD, totp_code });
    },
  ],
  [
    'SPEC-013.27: a backup code',
    '401 invalid_totp',
    5,
    async (owner) => {
      const [backup_code] = (await enableSecondFactor(owner)).backupCodes;
      return (at) => at.http.post('/auth/login', { email: owner.email, password: PASSWORD, backup_code });
    },
  ],
  [
    'SPEC-040.9: a challenge that a passkey signs in with',
    '401 invalid_credentials',
    30,
    async (owner) => {
      const { authenticator } = await passkeyOf(owner);
      const credential = authenticator.get(await requestOptions(instances[0]), { counter: 0 });
      return (at) => at.http.post('/auth/passkey', { credential });
    },
  ],
  [
    'SPEC-040.9: a challenge that a passkey is added with',
    '401 invalid_credentials',
    10,
    async (owner) => {
      const options = await creationOptions(owner);
      const add = (at: TestApp) => {
        const credential = new SoftwareAuthenticator(PAGE).create(options);
        return at.as(owner).post('/users/me/passkeys', { credential });
      };
      // Adding one answers 201.
      return async (at) => {
        const answer = await add(at);
        return answer.status === 201 ? { ...answer, status: 200 } : answer;
      };
    },
  ],
];

/** Everything at once, half of it at each instance. */
const atOnce = (uses: number, use: Use) =>
  Promise.all(Array.from({ length: uses }, (_, index) => use(instances[index % 2] as TestApp)));

describe('Of many simultaneous uses at two instances exactly one succeeds', () => {
  test.each(THINGS)('%s', async (_, late, uses, make) => {
    const use = await make(await instances[0].person('Ann'));
    const heard = (await atOnce(uses, use)).map(said).sort();
    expect(heard).toEqual(['200 fine', ...Array<string>(uses - 1).fill(late)]);
    expect(said(await use(instances[1]))).toBe(late);
  });
});

describe('Within the grace', () => {
  test('SPEC-001.19: all who use a refresh token at once, at two instances, get its one successor', async () => {
    const patient = { SMTP_URL: mailbox.url, ...ONE_CONNECTION, REFRESH_REUSE_GRACE_SECONDS: '60' };
    const strict = instances;
    instances = [await startBeside(strict[0], patient), await startBeside(strict[0], patient)];
    const ann = await instances[0].person('Ann');
    const { refresh_token } = await pairOf(instances[0], ann);
    const answers = await atOnce(80, (at) => refresh(at, refresh_token));
    const successors = new Set(answers.map(({ body }) => (body.data as Pair).refresh_token));
    expect(successors.size).toBe(1);
    const rows = await instances[0].database.query<{ spent: boolean }>(
      `SELECT t.spent_at IS NOT NULL AS spent FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
       WHERE s.user_id = $1 ORDER BY t.id`,
      [ann.id],
    );
    expect(rows).toEqual([{ spent: true }, { spent: false }]);
    expect(said(await refresh(instances[1], [...successors][0] ?? ''))).toBe('200 fine');
    for (const instance of instances) await instance.stop();
    instances = strict;
  });
});
