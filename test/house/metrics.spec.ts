import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
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

describe('SPEC-015.18: what is asked of the metrics', () => {
  const read = (name: string) => readFileSync(join(packageRoot(), 'docs/operations', name), 'utf8');
  const { groups } = parse(read('alerts.yml')) as { groups: { name: string; rules: Alert[] }[] };
  const alerts = groups.flatMap(({ rules }) => rules);
  const { panels } = JSON.parse(read('grafana-dashboard.json')) as { panels: Panel[] };
  const questions = [
    ...alerts.map(({ expr }) => expr),
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ];

  test('each name exists, and each label that is chosen by', () => {
    const families = new Map(types());
    const known = (name: string) =>
      families.has(name) || families.get(name.replace(/_(bucket|count|sum)$/, '')) === 'histogram';
    const asked = questions.flatMap((expr) =>
      [...expr.matchAll(/\b([a-z_][a-z0-9_]*)\{/g)].map(([, name = '']) => name),
    );
    expect(new Set(asked).size).toBeGreaterThan(12);
    expect(asked.filter((name) => name !== 'up' && !known(name))).toEqual([]);
    // Of Prometheus itself, or of the metric; those of the attempts come with the first one.
    const labels = ['job', 'instance', 'le', 'method', 'route', 'status', 'result'];
    const chosen = questions.flatMap((expr) => [...expr.matchAll(/[{,]\s*(\w+)=~?"/g)].map(([, label = '']) => label));
    expect(chosen.filter((label) => !labels.includes(label))).toEqual([]);
    expect(text).toMatch(/http_request_duration_seconds_count\{method="GET",route="[^"]+",status="200"\}/);
  });

  test('the expressions are whole', () => {
    for (const expr of questions)
      for (const [open, close] of ['()', '{}', '[]'])
        expect([expr, expr.split(open!).length]).toEqual([expr, expr.split(close!).length]);
    expect(panels.map(({ gridPos: { x, w } }) => x + w <= 24)).not.toContain(false);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  test('each alert has all of its parts, and its line in the runbook', () => {
    const runbook = read('RUNBOOK.md');
    const names = alerts.map(({ alert }) => alert);
    for (const one of alerts) {
      expect(one).toMatchObject({
        alert: expect.stringMatching(/^Fasttrack[A-Z][A-Za-z]+$/),
        for: expect.stringMatching(/^\d+m$/),
        labels: { severity: expect.stringMatching(/^(page|warn)$/) },
        annotations: {
          summary: expect.stringMatching(/\.$/),
          runbook: `docs/operations/RUNBOOK.md#${one.alert.toLowerCase()}`,
        },
      });
      expect(runbook).toContain(`| <a id="${one.alert.toLowerCase()}"></a>\`${one.alert}\` |`);
    }
    expect([...runbook.matchAll(/<\/a>`(\w+)`/g)].map(([, name]) => name)).toEqual(names);
  });
});

interface Alert {
  alert: string;
  expr: string;
}

interface Panel {
  id: number;
  gridPos: { x: number; w: number };
  targets: { expr: string }[];
}
