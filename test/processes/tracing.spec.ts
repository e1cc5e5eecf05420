import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';
import { Canaries } from '../support/canaries.js';
import { Collector, type ExportedSpan, valueOf } from '../support/collector.js';
import { cloneDatabase, type TestDatabase } from '../support/databases.js';
import { emptyCheckout, Program } from '../support/program.js';
import { Receiver } from '../support/receiver.js';
import { until } from '../support/until.js';
import { Visitor } from '../support/visitor.js';

const OURS = '4bf92f3577b34da6a3ce929d0e0e4736';

const checkout = emptyCheckout();
let database: TestDatabase;
let receiver: Receiver;
let collector: Collector;
let secrets: Canaries;
let program: Program;
let sue: Visitor;
beforeEach(async () => {
  secrets = new Canaries();
  database = await cloneDatabase();
  receiver = await Receiver.open();
  collector = await Collector.open();
});
afterEach(async () => {
  collector.close();
  await receiver.close();
  await database.drop();
});

async function start(env: Record<string, string>): Promise<void> {
  program = await Program.start(checkout.path, {
    HOST: '127.0.0.1',
    DATABASE_URL: database.url,
    HIBP_ENABLED: 'false',
    WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
    ADMIN_EMAIL: 'admin@example.com',
    ADMIN_PASSWORD: secrets.make('administrator'),
    OTEL_BSP_SCHEDULE_DELAY: '50',
    ...env,
  });
  sue = new Visitor(program.url, secrets);
}

const send = (path: string, body: object, headers: Record<string, string> = {}) =>
  sue.post(path, body, { 'Idempotency-Key': path, ...headers });

/** Signs up, makes a project with a webhook, and a task in it, by a request that is part of a trace already. */
async function work(headers: Record<string, string>): Promise<void> {
  const credentials = { email: 'sue@example.com', password: secrets.make('password') };
  await sue.post('/auth/register', { ...credentials, display_name: secrets.make('name of a person') });
  await sue.signIn(credentials);
  const { data: project } = await send('/projects', { name: secrets.make('name of a project') });
  const url = receiver.url(`/${secrets.make('path of a receiver').slice(0, 18)}`);
  await send(`/projects/${String(project.id)}/webhooks`, { url, types: ['task.*'] });
  await sue.get(`/calendar/${secrets.keep('calendar', 'fcal_0123456789canary0123456789')}.ics`);
  const query = `?word=${encodeURIComponent(secrets.make('in a query'))}`;
  const task = { title: secrets.make('title'), description: secrets.make('description') };
  await send(`/projects/${String(project.id)}/tasks${query}`, task);
  const { status } = await send(`/projects/${String(project.id)}/tasks`, task, headers);
  expect(status).toBe(201);
  await until(() => receiver.requests.length === 1);
}

/** The names from the root of the trace down to here. */
function pathOf(span: ExportedSpan, spans: readonly ExportedSpan[]): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [...(parent ? pathOf(parent, spans) : []), span.name];
}

it('SPEC-047.2 SPEC-047.3 SPEC-047.4 SPEC-047.5: one trace leads from the request through its SQL to the webhook', async () => {
  const headers = `api-key=${secrets.make('of the collector').slice(0, 18)}`;
  await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_HEADERS: headers });
  await work({ traceparent: `00-${OURS}-00f067aa0ba902b7-01` });
  await program.end('SIGTERM');

  const spans = collector.spans.filter(({ traceId }) => traceId === OURS);
  const paths = spans.map((span) => pathOf(span, spans).join(' > '));
  const request = 'POST /projects/:id/tasks';
  expect(paths).toContain(`${request} > deliver webhook > POST`);
  expect(paths).toContain(`${request} > deliver queue-webhooks`);
  expect(spans.filter(({ parentSpanId }) => parentSpanId === '00f067aa0ba902b7')).toHaveLength(1);
  const statements = spans.filter((span) => pathOf(span, spans).length === 2 && valueOf(span, 'db.query.text'));
  expect(statements.map((span) => valueOf(span, 'db.query.text')).join()).toMatch(/INSERT INTO events .*\$1, \$2/);
  expect(statements.map(({ name }) => name).join()).toContain('COMMIT');

  const [received] = receiver.requests;
  const post = spans.find(({ name }) => name === 'POST');
  expect(received?.headers.traceparent).toBe(`00-${OURS}-${post?.spanId}-01`);
  expect(valueOf(post!, 'server.address')).toBe('127.0.0.1');
  expect(collector.headers[0]).toHaveProperty('api-key');

  const everything = collector.exports.join('\n');
  expect(secrets.names.length).toBeGreaterThan(9);
  expect(secrets.foundIn(everything)).toEqual([]);
  expect(everything).not.toContain('word=');
  expect(collector.spans.map(({ name }) => name)).toContain('GET /calendar/:token.ics');
  expect(collector.spans.filter(({ name }) => name.includes('/health'))).toEqual([]);

  const file = join(checkout.path, 'exports.jsonl');
  writeFileSync(file, collector.exports.join('\n'));
  const printed = execFileSync(process.execPath, ['scripts/trace.mjs', file], { cwd: packageRoot(), encoding: 'utf8' });
  if (process.env.PRINT_TRACE) writeFileSync(process.env.PRINT_TRACE, printed);
  const tree = printed.split('\n\n').find((one) => one.startsWith(`trace ${OURS}`));
  expect(tree).toMatch(/└─ \+0\.0 ms {2}POST \/projects\/:id\/tasks .*→ 201\n/);
  expect(tree).toMatch(/ POST {2}.* to 127\.0\.0\.1 {2}→ 204/);
});

it('SPEC-047.1: without a collector nothing is traced, stored or sent', async () => {
  await start({});
  await work({ traceparent: `00-${OURS}-00f067aa0ba902b7-01` });
  expect(receiver.requests[0]?.headers).not.toHaveProperty('traceparent');
  await program.end('SIGTERM');
  expect(program.said).not.toMatch(/opentelemetry|traces/i);
});

it('SPEC-047.6: a collector that is away holds nothing up, and is complained of without its key', async () => {
  const key = secrets.make('of the collector').slice(0, 18);
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_EXPORTER_OTLP_HEADERS: `api-key=${key}` };
  await start(endpoint);
  await work({});
  await program.says(/Traces could not be sent/);
  expect(await program.end('SIGTERM')).toBe(0);
  expect(secrets.without('administrator').foundIn(program.said)).toEqual([]);
});
