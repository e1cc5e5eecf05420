import { generateRsaPrivateKey } from '../../src/platform/config/keys.js';
import { NameResolver } from '../../src/platform/outgoing/name-resolver.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { said } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { hook } from '../support/receiver.js';

const URL = 'https://203.0.113.7/hook';
const ALLOWED = { WEBHOOK_ALLOWED_NETWORKS: '203.0.113.0/24, 10.1.0.0/16' };

let app: TestApp;
let mia: Person;
let project: { id: number };

beforeAll(async () => {
  app = await startApp(ALLOWED);
  mia = await app.person('Mia');
  project = await make.project(mia);
});

afterAll(() => app.stop());

const hooks = () => `/projects/${project.id}/webhooks`;
const wanted = (fields: object = {}) => ({ url: URL, types: ['task.*'], ...fields });

describe('An address', () => {
  const PRIVATE = [
    ...['127.0.0.1', 'localhost', 'localhost.', 'a.localhost', '0.0.0.0', '10.0.0.1', '192.168.1.1', '172.16.0.1'],
    ...[
      '169.254.169.254',
      '100.64.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '198.18.0.1',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
    ],
    ...[
      '127.1',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:8.8.8.8]',
      '[fe80::1]',
      '[fc00::1]',
      '[fd00:ec2::254]',
    ],
    ...['[ff02::1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '①②⑦.⓪.⓪.①'],
  ];

  test('SPEC-037.20: may not be private, however it is spelled', async () => {
    const { id } = await hook(mia, project, URL);
    const refused = '422 address_not_allowed';
    for (const host of PRIVATE) {
      const url = `https://${host}/`;
      const answers = [await mia.post(hooks(), wanted({ url })), await mia.patch(`/webhooks/${id}`, { url })];
      expect([host, ...answers.map(said)]).toEqual([host, refused, refused]);
    }
    expect(said(await mia.post(hooks(), wanted({ url: 'http://127.0.0.1:8080/' })))).toBe(refused);
  });

  test('SPEC-037.20: may not be a name that leads to a private one; one that leads nowhere yet is asked again', async () => {
    const found: Record<string, string[]> = {
      inside: ['10.2.0.1'],
      both: ['8.8.8.8', '10.2.0.1'],
      outside: ['8.8.8.8'],
    };
    app.get(NameResolver).resolve = (name) => Promise.resolve(found[name.split('.')[0]!] ?? []);
    const answer = async (name: string) => said(await mia.post(hooks(), wanted({ url: `https://${name}.example/` })));
    expect([await answer('inside'), await answer('both')]).toEqual(Array(2).fill('422 address_not_allowed'));
    expect([await answer('outside'), await answer('nowhere')]).toEqual(['201', '201']);
  });

  test('SPEC-037.20: may be private in a network that is allowed, and public anywhere', async () => {
    for (const host of ['10.1.2.3', '[::ffff:10.1.2.3]', '8.8.8.8', '[2606:4700::1111]'])
      expect([host, said(await mia.post(hooks(), wanted({ url: `https://${host}/` })))]).toEqual([host, '201']);
    expect(said(await mia.post(hooks(), wanted({ url: 'https://10.2.0.1/' })))).toBe('422 address_not_allowed');
  });

  test('SPEC-037.20: is encrypted in production', async () => {
    const production = await startBeside(app, {
      ...{
        NODE_ENV: 'production',
        JWT_PRIVATE_KEY: generateRsaPrivateKey(),
        SECRET_KEY: 'a secret key for production, long',
      },
      ...ALLOWED,
    });
    try {
      const strict = production.as(await production.person('Mia'));
      await join(production, project, strict, 'manager');
      expect(said(await strict.post(hooks(), wanted({ url: 'http://203.0.113.7/' })))).toBe('422 validation_failed');
      expect(said(await strict.post(hooks(), wanted()))).toBe('201');
    } finally {
      await production.stop();
    }
  });
});
