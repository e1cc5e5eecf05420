import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { type Client, createClient, type Replica } from '@fasttrack/client';
import { packageRoot } from '../../src/platform/config/paths.js';
import { startApp, type TestApp } from '../support/app.js';
import { PASSWORD } from '../support/people.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.stop());

type Example = (made: typeof createClient, console: { log: (line: unknown) => void }) => Promise<[Client, Replica]>;

test('SPEC-045.32: the code of the README runs as it is printed', async () => {
  const ann = await app.person('Ann');
  const readme = readFileSync(join(packageRoot(), 'packages/client/README.md'), 'utf8');
  const printed = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const code = printed
    .replace(/^import .*$/m, '')
    .replace('https://api.example.com', app.url)
    .replace('ann@example.com', ann.email)
    .replace('a garden of my own', PASSWORD);
  const script = new Script(`async (createClient, console) => {${code}\nreturn [client, garden]; }`);
  const said: unknown[] = [];
  const example = script.runInThisContext() as Example;
  const [client, garden] = await example(createClient, { log: (line) => said.push(line) });
  expect(said).toContainEqual(['Water the beds']);
  expect(said).toContain('GARDEN-1');
  garden.close();
  client.live().close();
});
