import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { programOf } from '../support/api-tokens.js';
import { startApp, type TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { Mailbox } from '../support/mailbox.js';
import { outcome } from '../support/outcome.js';
import { addPasskey, creationOptions, type MadePasskey, PAGE, passkeyOf, signInWith } from '../support/passkeys.js';
import type { Person } from '../support/people.js';
import {
  type CredentialJson,
  SoftwareAuthenticator,
  statementWith,
  type Twist,
} from '../support/software-authenticator.js';

const PATH = '/users/me/passkeys';
const FRONT = 'https://app.example.com';
const REFUSED = [401, 'invalid_credentials'];

let mailbox: Mailbox;
let app: TestApp;
let ann: Person;
let ben: Person;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url, CORS_ORIGINS: FRONT });
});
beforeEach(async () => {
  [ann, ben] = await Promise.all([app.person('Ann'), app.person('Ben')]);
});
afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

async function listed(person: Person): Promise<MadePasskey[]> {
  return ((await person.get(PATH)).body.data as { items: MadePasskey[] }).items;
}

/** Adds a passkey after this change of what the authenticator has made. */
async function addChanged(
  person: Person,
  change: (made: CredentialJson) => unknown,
  more: object = {},
): Promise<Answer> {
  const made = new SoftwareAuthenticator(PAGE).create(await creationOptions(person));
  return person.post(PATH, { credential: change(made), ...more });
}

const answering =
  (fields: object) =>
  (made: CredentialJson): object => ({ ...made, response: { ...made.response, ...fields } });

describe('A passkey', () => {
  test('SPEC-040.1: is asked for as WebAuthn says', async () => {
    const { status, body } = await ann.post(`${PATH}/options`);
    expect([status, body.data]).toEqual([
      200,
      {
        rp: { name: 'fasttrack', id: 'localhost' },
        user: { id: Buffer.from(String(ann.id)).toString('base64url'), name: ann.email, displayName: 'Ann' },
        challenge: expect.stringMatching(/^[\w-]{60,}$/) as string,
        pubKeyCredParams: [-8, -7, -257].map((alg) => ({ alg, type: 'public-key' })),
        timeout: 300_000,
        attestation: 'none',
        excludeCredentials: [],
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        extensions: { credProps: true },
        hints: [],
      },
    ]);
    const { authenticator } = await passkeyOf(ann);
    const id = authenticator.id.toString('base64url');
    expect((await creationOptions(ann)).excludeCredentials).toEqual([
      { id, type: 'public-key', transports: ['internal', 'hybrid'] },
    ]);
  });

  test('SPEC-040.1: is added, with a name or without, from each page that is known', async () => {
    const { status, body } = await addPasskey(ann, new SoftwareAuthenticator(FRONT), { name: ' my phone ' });
    expect([status, body.data]).toEqual([
      201,
      {
        id: expect.any(Number) as number,
        name: 'my phone',
        created_at: expect.any(String) as string,
        last_used_at: null,
      },
    ]);
    expect((await addPasskey(ann, new SoftwareAuthenticator(PAGE))).body.data).toMatchObject({ name: 'Passkey' });
    expect((await listed(ann)).map(({ name }) => name)).toEqual(['my phone', 'Passkey']);
  });

  test('SPEC-040.2: is listed and removed by its owner alone', async () => {
    const [first, second] = [await passkeyOf(ann, 'first'), await passkeyOf(ann, 'second')];
    expect(await listed(ann)).toEqual([first.made, second.made]);
    expect(await listed(ben)).toEqual([]);
    expect(outcome(await ben.delete(`${PATH}/${first.made.id}`))).toEqual([404, 'not_found']);
    expect((await signInWith(app, first.authenticator)).status).toBe(200);
    expect((await listed(ann))[0]?.last_used_at).toEqual(expect.any(String));
    expect((await ann.delete(`${PATH}/${first.made.id}`)).body.data).toBeNull();
    expect(outcome(await ann.delete(`${PATH}/${first.made.id}`))).toEqual([404, 'not_found']);
    expect(await listed(ann)).toEqual([second.made]);
    expect(outcome(await signInWith(app, first.authenticator))).toEqual(REFUSED);
    expect((await signInWith(app, second.authenticator)).status).toBe(200);
  });

  test('SPEC-040.3: is one of at most 20, also of those that come at once', async () => {
    for (let count = 1; count <= 18; count++) await passkeyOf(ann);
    const answers = await Promise.all([1, 2, 3, 4].map(() => addPasskey(ann, new SoftwareAuthenticator(PAGE))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
    expect(outcome(await addPasskey(ann, new SoftwareAuthenticator(PAGE)))).toEqual([409, 'limit_reached']);
    await ann.delete(`${PATH}/${(await listed(ann))[0]?.id}`);
    expect((await addPasskey(ann, new SoftwareAuthenticator(PAGE))).status).toBe(201);
  });

  const wrong: [string, Twist][] = [
    ['of another origin', { origin: 'https://evil.example' }],
    ['of an origin with another port', { origin: 'http://localhost:3001' }],
    ['of another RP id', { rpId: 'evil.example' }],
    ['without user verification', { verified: false }],
    ['to another challenge', { challenge: Buffer.alloc(70).toString('base64url') }],
    ['of a sign-in', { type: 'webauthn.get' }],
    ['from a frame of another origin', { crossOrigin: true }],
    ['with a made-up attestation', { format: 'packed' }],
    ['in an unknown format', { format: 'paper' }],
  ];
  test.each(wrong)('SPEC-040.4: is not made of an answer %s', async (_, twist) => {
    expect(outcome(await addPasskey(ann, new SoftwareAuthenticator(PAGE), twist))).toEqual(REFUSED);
    expect(await listed(ann)).toEqual([]);
  });

  test('SPEC-040.4: is not made of bytes that say something else, or nothing', async () => {
    const other = new SoftwareAuthenticator(PAGE).id.toString('base64url');
    expect(outcome(await addChanged(ann, (made) => ({ ...made, id: other, rawId: other })))).toEqual(REFUSED);
    expect(outcome(await addChanged(ann, (made) => ({ ...made, id: other })))).toEqual(REFUSED);
    const nested = Buffer.alloc(15_000, 0x81).toString('base64url');
    for (const attestationObject of ['AAAA', 'oA', nested]) {
      expect(outcome(await addChanged(ann, answering({ attestationObject })))).toEqual(REFUSED);
    }
    const clientDataJSON = Buffer.from('null').toString('base64url');
    expect(outcome(await addChanged(ann, answering({ clientDataJSON })))).toEqual(REFUSED);
    expect(await listed(ann)).toEqual([]);
  });

  test('SPEC-040.4: is of one account, and is added once', async () => {
    const { authenticator } = await passkeyOf(ann);
    for (const person of [ann, ben]) expect(outcome(await addPasskey(person, authenticator))).toEqual(REFUSED);
    expect(await listed(ben)).toEqual([]);
  });

  test('SPEC-040.4: is not made of certificates, and nothing is fetched from where they say', async () => {
    let visits = 0;
    const server = createServer((_, response) => {
      visits += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const certificate = Buffer.from(`http://127.0.0.1:${(server.address() as AddressInfo).port}/crl`);
    for (const format of ['packed', 'tpm', 'apple', 'android-key', 'android-safetynet', 'fido-u2f']) {
      const twist = { format, statement: statementWith(certificate) };
      expect(outcome(await addPasskey(ann, new SoftwareAuthenticator(PAGE), twist))).toEqual(REFUSED);
    }
    expect(visits).toBe(0);
    server.close();
  });

  test('SPEC-040.9: is made with a challenge of its own, once', async () => {
    const options = await creationOptions(ann);
    const [first, second] = [new SoftwareAuthenticator(PAGE), new SoftwareAuthenticator(PAGE)];
    expect(outcome(await ben.post(PATH, { credential: first.create(options) }))).toEqual(REFUSED);
    expect((await ann.post(PATH, { credential: first.create(options) })).status).toBe(201);
    expect(outcome(await ann.post(PATH, { credential: second.create(options) }))).toEqual(REFUSED);
    const forSignIn = (await app.http.post('/auth/passkey/options')).body.data as { challenge: string };
    expect(outcome(await addPasskey(ann, second, { challenge: forSignIn.challenge }))).toEqual(REFUSED);
  });

  const malformed: [string, (made: CredentialJson) => unknown][] = [
    ['credential', () => 'a credential'],
    ['credential.response', ({ response: _, ...rest }) => rest],
    ['credential.type', (made) => ({ ...made, type: 'password' })],
    ['credential.token', (made) => ({ ...made, token: 1 })],
    ['credential.id', (made) => ({ ...made, id: `${made.id}=` })],
    ['credential.rawId', (made) => ({ ...made, rawId: 'A'.repeat(1_365) })],
    ['credential.clientExtensionResults', (made) => ({ ...made, clientExtensionResults: [] })],
    ['credential.clientExtensionResults', (made) => ({ ...made, clientExtensionResults: { a: 'A'.repeat(9_999) } })],
    ['credential.response.more', answering({ more: 1 })],
    ['credential.response.clientDataJSON', answering({ clientDataJSON: '{}' })],
    ['credential.response.attestationObject', answering({ attestationObject: 'A'.repeat(20_001) })],
    ['credential.response.transports', answering({ transports: 'usb' })],
  ];
  test.each(malformed)('SPEC-040.11: is not read where %s is wrong', async (field, change) => {
    const answer = await addChanged(ann, change);
    expect([...outcome(answer), answer.body.error?.details[0]?.field]).toEqual([422, 'validation_failed', field]);
  });

  test('SPEC-040.11: is read with all that browsers send, and without what they may leave out', async () => {
    const extra = { authenticatorAttachment: null, clientExtensionResults: {} };
    expect((await addChanged(ann, (made) => ({ ...made, ...extra }))).status).toBe(201);
    const bare = ({ id, rawId, type, response: { clientDataJSON, attestationObject } }: CredentialJson) => {
      return { id, rawId, type, response: { clientDataJSON, attestationObject } };
    };
    for (const name of [null, '🔑'.repeat(200)]) expect((await addChanged(ann, bare, { name })).status).toBe(201);
    for (const wrong of [{ name: '' }, { name: 'k'.repeat(201) }, { user_id: ben.id }])
      expect(outcome(await addChanged(ann, bare, wrong))).toEqual([422, 'validation_failed']);
  });

  test('SPEC-040.10: is in the audit log when it is added, refused and removed', async () => {
    const { made } = await passkeyOf(ann, 'phone');
    await addPasskey(ann, new SoftwareAuthenticator(PAGE), { verified: false });
    await ann.delete(`${PATH}/${made.id}`);
    const events = await app.database.query(
      `SELECT type, actor_id AS actor, data FROM events WHERE subject_id = $1 AND type LIKE 'passkey.%' ORDER BY id`,
      [ann.id],
    );
    const data = { userId: ann.id, passkeyId: made.id, name: 'phone' };
    expect(events).toEqual([
      { type: 'passkey.added', actor: ann.id, data },
      { type: 'passkey.refused', actor: ann.id, data: { userId: ann.id, code: 'invalid_credentials' } },
      { type: 'passkey.removed', actor: ann.id, data },
    ]);
  });

  test('SPEC-040.12: is something that its owner is told about, also when it goes', async () => {
    const { made } = await passkeyOf(ann, 'my\nphone');
    await app.idle();
    expect(mailbox.newest(ann.email)).toMatchObject({
      text: expect.stringContaining('“my phone” was added') as string,
    });
    await ann.delete(`${PATH}/${made.id}`).then(() => app.idle());
    expect(mailbox.newest(ann.email).text).toContain('“my phone” was removed');
  });

  test('SPEC-040.13: goes with its account', async () => {
    const { authenticator } = await passkeyOf(ann);
    const admin = await app.admin();
    expect((await admin.delete(`/users/${ann.id}`)).status).toBe(200);
    expect(outcome(await signInWith(app, authenticator))).toEqual(REFUSED);
    expect(await app.database.query('SELECT FROM passkeys WHERE user_id = $1', [ann.id])).toEqual([]);
  });

  test('SPEC-034.6: is out of the reach of API tokens', async () => {
    const program = (await programOf(ann)).at(app.url);
    for (const answer of [await program.get(PATH), await program.post(`${PATH}/options`), await program.post(PATH, {})])
      expect(outcome(answer)).toEqual([403, 'token_not_allowed']);
  });
});
