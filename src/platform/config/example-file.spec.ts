import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from './paths.js';
import { readValues } from './values.js';
import { VARIABLES, type Variable } from './variables.js';

const lines = readFileSync(join(packageRoot(), '.env.example'), 'utf8').split('\n');
const pairs = lines
  .map((line) => /^#([A-Z][A-Z0-9_]+)=(.*)$/.exec(line))
  .filter((match) => match !== null)
  .map(([, name = '', value = '']) => [name, value] as const);

describe('.env.example', () => {
  it('names every variable once, and no other', () => {
    const ours = Object.values(VARIABLES).map(({ name }) => name);
    expect(pairs.map(([name]) => name).sort()).toEqual([...ours].sort());
  });

  it('holds values that are accepted', () => {
    const withoutFiles = Object.fromEntries(pairs.filter(([name]) => !name.endsWith('_FILE')));
    expect(readValues(withoutFiles).problems).toEqual([]);
  });

  it.each(Object.values(VARIABLES as Record<string, Variable<unknown>>).filter(hasPlainDefault))(
    'says the default of $name',
    (variable) => {
      expect(Object.fromEntries(pairs)[variable.name]).toBe(String(variable.default));
    },
  );
});

describe('docs/SECURITY.md', () => {
  const said = readFileSync(join(packageRoot(), 'docs/SECURITY.md'), 'utf8').matchAll(/`([A-Z0-9_]+)` \((\d+)\)/g);

  it('says how long things are kept as it is', () => {
    const kept = Object.fromEntries([...said].map(([, name = '', value]) => [name, value]));
    expect(Object.keys(kept)).toEqual(expect.arrayContaining(['EVENT_RETENTION_DAYS', 'TRASH_RETENTION_DAYS']));
    expect(Object.fromEntries(pairs)).toMatchObject(kept);
  });
});

describe('docker-compose.yml', () => {
  /** Made for one machine: what the services there are called and how long they may take, and files of the host. */
  const OWN = [
    'DATABASE_DIRECT_URL',
    'DATABASE_PREPARED_STATEMENTS',
    'HOST',
    'NODE_ENV',
    'PORT',
    'SHUTDOWN_GRACE_SECONDS',
  ];
  const compose = readFileSync(join(packageRoot(), 'docker-compose.yml'), 'utf8');
  const app = /environment: &settings\n((?: {6}.*\n)+)/.exec(compose)?.[1] ?? '';
  const passed = [...app.matchAll(/^ {6}([A-Z0-9_]+):/gm)].map(([, name]) => name);

  it('passes on every variable that is not its own', () => {
    const wanted = pairs.map(([name]) => name).filter((name) => !OWN.includes(name) && !name.endsWith('_FILE'));
    expect(passed.sort()).toEqual(wanted.sort());
  });

  const { services } = parse(compose, { merge: true }) as { services: Record<string, { read_only?: boolean }> };

  it.each(Object.entries(services))(
    'SPEC-012.66: gives %s no new privileges, and no more of the machine than its share',
    (_, service) => {
      expect(service).toMatchObject({
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        mem_limit: expect.stringMatching(/^\d+[mg]$/),
        pids_limit: expect.any(Number),
      });
    },
  );

  it('SPEC-012.66: lets nobody but the balancer and the pool write their file systems', () => {
    const writable = Object.keys(services).filter((name) => services[name]?.read_only !== true);
    expect(writable).toEqual(['balancer', 'pgbouncer']);
  });

  it('SPEC-012.66: says which exact version of each image is meant', () => {
    const dockerfile = readFileSync(join(packageRoot(), 'Dockerfile'), 'utf8');
    const images = [...(compose + dockerfile).matchAll(/^ *(?:image: |FROM |ARG NODE_IMAGE=)(\S+)/gm)].map(
      ([, name]) => name,
    );
    const others = images.filter((name) => name !== 'fasttrack' && name !== '${NODE_IMAGE}');
    expect(others).toHaveLength(5);
    for (const image of others) expect(image).toMatch(/:\d+\.\d+|:\w+-\d{8}-/);
  });
});

function hasPlainDefault(variable: Variable<unknown>): boolean {
  return ['string', 'number', 'boolean'].includes(typeof variable.default);
}
