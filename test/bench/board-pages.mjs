// `npm run bench:board [-- rounds]`: the board in a browser, with 2,000 and 5,000 tasks in a project: how much is loaded,
// how long it takes from the answer to signing in to a board that can be used, what it keeps in memory, how it scrolls.
// The figures are of the machine as it is: the browser, the program and PostgreSQL share its cores.
import { chromium } from 'playwright-core';
import { findChromium } from '../../scripts/chromium.mjs';
import { ask, count, Stand } from '../campaign/stand.mjs';
import { MOVE, PHASES, SCROLL, SEARCH, USABLE } from './board/in-page.mjs';
import { projectLines } from './board/project-lines.mjs';
import { figure, median } from './report/figures.mjs';
import { table } from './report/table.mjs';
import { judge } from './stage/judge.mjs';
import { stopServer } from './stage/servers.mjs';
import { say } from './stage/stage.mjs';

const SIZES = [2_000, 5_000];
const GOAL_KB = 60;
const GOAL_USABLE_MS = 1_500;
/** A frame in which somebody who scrolls sees that it sticks. */
const GOAL_FRAME_MS = 50;
const ANN = { email: 'ann@example.com', password: 'a garden of my own', display_name: 'Ann' };

const rounds = count(process.argv[2], 5);
const stand = await Stand.open();
try {
  const server = await stand.start({ env: { NODE_ENV: 'development', PUBLIC_URL: '', LOG_LEVEL: 'warn' } });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--js-flags=--expose-gc'],
  });
  stand.atEnd(() => browser.close());
  const projects = await seed(server);
  const seen = [];
  for (const { size, id } of projects) {
    say(`${rounds} visits to a board of ${size} tasks`);
    const visits = [];
    for (let round = 0; round < rounds; round++) visits.push(await visit(browser, server, id));
    seen.push({ size, ...summary(visits) });
  }
  report(seen);
  await stopServer(server);
} finally {
  await stand.close();
}

/** Ann and her projects, which come in as an import. */
async function seed({ port }) {
  await ask(port, 'POST', '/auth/register', { body: ANN });
  const { data } = await ask(port, 'POST', '/auth/login', {
    body: { email: ANN.email, password: ANN.password },
  });
  const projects = [];
  for (const size of SIZES) {
    const headers = { Authorization: `Bearer ${data.access_token}`, 'Content-Type': 'application/x-ndjson' };
    const body = projectLines(size);
    const answer = await fetch(`http://127.0.0.1:${port}/projects/import`, { method: 'POST', headers, body });
    const { data: made, error } = await answer.json();
    if (!made) throw new Error(`The import answered ${answer.status} ${JSON.stringify(error)}.`);
    projects.push({ size, id: made.project.id });
  }
  await stand.settled();
  await stand.client.query('ANALYZE');
  return projects;
}

/** Somebody opens the address of a board for the first time, signs in, and looks around. */
async function visit(browser, { port }, id) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable');
    const scripts = watchScripts(cdp);
    await cdp.send('Network.enable');
    await page.addInitScript(PHASES);
    await page.goto(`http://localhost:${port}/app/projects/${id}`);
    await page.getByLabel('E-mail').fill(ANN.email);
    await page.getByLabel('Password', { exact: true }).fill(ANN.password);
    const firstPaint = await page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime`);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    const { signedIn, usable } = await page.evaluate(USABLE);
    const kB = scripts.bytes / 1000;
    const heap = await heapOf(cdp);
    const scroll = await page.evaluate(SCROLL);
    const [moved, found] = [await page.evaluate(MOVE), await page.evaluate(SEARCH)];
    return { kB, firstPaint, signedIn, usable: usable - signedIn, heap, ...scroll, moved, found };
  } finally {
    await context.close();
  }
}

/** What scripts took on the wire. */
function watchScripts(cdp) {
  const seen = { bytes: 0 };
  const ids = new Set();
  cdp.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && ids.add(requestId));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (ids.has(requestId)) seen.bytes += encodedDataLength;
  });
  return seen;
}

async function heapOf(cdp) {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'JSHeapUsedSize').value / 2 ** 20;
}

/** The median visit in every figure. */
function summary(visits) {
  return Object.fromEntries(Object.keys(visits[0]).map((name) => [name, median(visits.map((one) => one[name]))]));
}

function report(seen) {
  const head = [
    'tasks',
    'script kB',
    'first paint ms',
    'password checked ms',
    'signed in → board ms',
    'heap MiB',
    'frame of a scroll p50 ms',
    'p95 ms',
    'long tasks of it ms',
    'move a card ms',
    'filter ms',
  ];
  const names = ['kB', 'firstPaint', 'signedIn', 'usable', 'heap', 'p50', 'p95', 'long', 'moved', 'found'];
  console.log(`\n${rounds} visits each, medians\n`);
  console.log(
    `${table(
      head,
      seen.map((one) => [one.size, ...names.map((name) => figure(one[name]))]),
    )}\n`,
  );
  for (const { size, kB, usable, p95 } of seen) {
    judge(`${size} tasks: ${figure(kB)} kB of script until the board is usable (at most ${GOAL_KB})`, kB <= GOAL_KB);
    if (size === SIZES[0])
      judge(
        `${size} tasks: ${figure(usable)} ms from being signed in to the board (at most ${GOAL_USABLE_MS})`,
        usable <= GOAL_USABLE_MS,
      );
    judge(
      `${size} tasks: 95 of 100 frames of a scroll take ${figure(p95)} ms at most (${GOAL_FRAME_MS})`,
      p95 <= GOAL_FRAME_MS,
    );
  }
}
