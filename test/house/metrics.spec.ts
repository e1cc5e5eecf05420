import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';
import { startApp, type TestApp } from '../support/app.js';

const KEY = 'test-internal-key-0123456789abcdef';

let app: TestApp;
let text: string;

beforeAll(async () => {
  app = await startApp({ INTERNAL_API_KEYS: KEY });
  await app.http.get('/health/live');
  text = (await app.http.get('/metrics', { Authorization: `Bearer ${KEY}` })).text;
});
afterAll(() => app.stop());

/** What each metric is, by its name. */
function types(): [string, string][] {
  return [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name = '', type = '']) => [name, type]);
}

const named = (condition: (name: string, type: string) => boolean) =>
  types()
    .filter(([name, type]) => condition(name, type))
    .map(([name]) => name);

describe('SPEC-015.16: of the metrics', () => {
  test('each has a help line and a type', () => {
    const helped = new Set([...text.matchAll(/^# HELP (\S+) \S/gm)].map(([, name = '']) => name));
    expect(types().length).toBeGreaterThan(10);
    expect(named((name) => !helped.has(name))).toEqual([]);
    const sampled = [...text.matchAll(/^([a-z_]\w*)(?:\{| )/gim)].map(([, name = '']) => name);
    const families = new Set(types().map(([name]) => name));
    const familyOf = (name: string) => (families.has(name) ? name : name.replace(/_(bucket|sum|count)$/, ''));
    expect([...new Set(sampled)].filter((name) => !families.has(familyOf(name)))).toEqual([]);
  });

  test('counters, and only those, end in _total', () => {
    expect(named((name, type) => name.endsWith('_total') !== (type === 'counter'))).toEqual([]);
  });

  test('only histograms and summaries have the endings of their parts', () => {
    expect(named((name, type) => /_(bucket|count|sum)$/.test(name) && /gauge|counter/.test(type))).toEqual([]);
  });

  test('units are base units, in full and in snake_case, and no name repeats its type', () => {
    expect(named((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
    const small =
      /_(ms|milliseconds|microseconds|nanoseconds|minutes|hours|days|kilobytes|megabytes|kb|mb|percent|sec|secs)(_|$)/;
    expect(named((name) => small.test(name))).toEqual([]);
    expect(named((name, type) => name.split('_').includes(type))).toEqual([]);
  });
});

test('SPEC-015.16: the scrape example asks as the program answers', () => {
  const example = readFileSync(join(packageRoot(), 'docs/operations/prometheus.yml'), 'utf8');
  expect(example).toMatch(/metrics_path: \/metrics\n/);
  expect(example).toMatch(/authorization:\n\s+type: Bearer\n/);
});
