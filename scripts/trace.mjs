// `npm run trace`: takes the traces of a program that was started with OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318,
// and prints each as a tree when nothing has come to it for two seconds. `npm run trace -- FILE` prints those in a file
// instead, with one export a line, as the file exporter of the OpenTelemetry Collector writes it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { json } from 'node:stream/consumers';

const PORT = 4318;
const QUIET_MS = 2_000;
const TEXT_COLUMNS = 100;

const [file] = process.argv.slice(2);
if (file) printFile(resolve(process.env.INIT_CWD ?? process.cwd(), file));
else listen();

function printFile(path) {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  const spans = lines.flatMap((line) => spansIn(JSON.parse(line)));
  for (const [id, ofTrace] of byTrace(spans)) print(id, ofTrace);
}

function listen() {
  const open = new Map();
  const timers = new Map();
  const server = createServer(async (request, response) => {
    const body = await json(request).catch(() => ({}));
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    for (const id of byTrace(spansIn(body), open).keys()) {
      clearTimeout(timers.get(id));
      timers.set(
        id,
        setTimeout(() => done(id), QUIET_MS),
      );
    }
  });
  const done = (id) => {
    print(id, open.get(id) ?? []);
    open.delete(id);
    timers.delete(id);
  };
  server.on('error', ({ message }) => {
    console.error(`Nothing can be taken: ${message}`);
    process.exitCode = 1;
  });
  server.listen(PORT, '127.0.0.1', () => console.log(`Takes traces at http://localhost:${PORT}; Ctrl-C ends it.\n`));
}

function spansIn({ resourceSpans = [] }) {
  return resourceSpans.flatMap(({ scopeSpans = [] }) => scopeSpans.flatMap(({ spans = [] }) => spans));
}

function byTrace(spans, traces = new Map()) {
  for (const span of spans) traces.set(span.traceId, [...(traces.get(span.traceId) ?? []), span]);
  return traces;
}

function print(id, spans) {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const inOrder = [...spans].sort((one, other) => (startOf(one) < startOf(other) ? -1 : 1));
  const zero = startOf(inOrder[0]);
  console.log(`trace ${id}`);
  const show = (siblings, indent) =>
    siblings.forEach((span, nth) => {
      const isLast = nth === siblings.length - 1;
      console.log(`${indent}${isLast ? '└─' : '├─'} ${lineOf(span, zero)}`);
      const children = inOrder.filter(({ parentSpanId }) => parentSpanId === span.spanId);
      show(children, `${indent}${isLast ? '   ' : '│  '}`);
    });
  // Also what continues a span that is not here, such as a proxy's.
  show(
    inOrder.filter(({ parentSpanId }) => !ids.has(parentSpanId)),
    '',
  );
  console.log();
}

function lineOf(span, zero) {
  const {
    'db.query.text': sql,
    'http.response.status_code': status,
    'server.address': host,
    'error.type': error,
  } = values(span);
  const lasted = milliseconds(BigInt(span.endTimeUnixNano) - startOf(span));
  const about = [
    host && `to ${host}`,
    status && `→ ${status}`,
    error && `failed: ${error}`,
    sql && cut(sql.replaceAll('\n', ' ')),
  ].filter(Boolean);
  return `+${milliseconds(startOf(span) - zero)} ms  ${span.name}  ${lasted} ms  ${about.join('  ')}`.trimEnd();
}

function values({ attributes = [] }) {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
}

function startOf({ startTimeUnixNano }) {
  return BigInt(startTimeUnixNano);
}

function milliseconds(nanoseconds) {
  return (Number(nanoseconds / 1_000n) / 1_000).toFixed(1);
}

function cut(text) {
  return text.length > TEXT_COLUMNS ? `${text.slice(0, TEXT_COLUMNS)}…` : text;
}
