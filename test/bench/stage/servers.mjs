import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './ports.mjs';

export const MAIN = fileURLToPath(new URL('../../../dist/src/main.js', import.meta.url));
const floorFile = (name) => fileURLToPath(new URL(`../floor/${name}.mjs`, import.meta.url));

/** Generous: many may start at once, on a machine that does other things too. */
const READY_LIMIT_MS = 180_000;
const ASK_AGAIN_MS = 10;
const END_LIMIT_MS = 15_000;

/**
 * The built program as in production: JSON logs into a file, limits on but too high to be reached, everything else as
 * it comes. `env` is laid over that, `nodeArgs` go to Node.
 */
export async function startProgram(stage, { env = {}, nodeArgs = [], name = 'program', main = MAIN, limitMs } = {}) {
  const port = await freePort();
  const log = join(stage.folder, `${name}.log`);
  const output = openSync(log, 'a');
  const started = performance.now();
  const child = spawn(process.execPath, ['--max-semi-space-size=64', ...nodeArgs, main], {
    stdio: ['ignore', output, output],
    env: { PATH: process.env.PATH, ...production(stage), HOST: '127.0.0.1', PORT: String(port), ...env },
  });
  closeSync(output);
  const server = { name, port, child, pid: child.pid, log };
  stage.cleanUp.add(() => stopServer(server));
  await answers(server, '/health/ready', limitMs);
  return { ...server, startMs: performance.now() - started };
}

function production({ databaseUrl, folder, secretKey, apiKey }) {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    JWT_PRIVATE_KEY_FILE: join(folder, 'jwt.pem'),
    SECRET_KEY: secretKey,
    ADMIN_EMAIL: 'admin@example.com',
    ADMIN_PASSWORD: 'the first administrator of the benchmark',
    INTERNAL_API_KEYS: apiKey,
    HIBP_ENABLED: 'false',
    FILES_DIR: join(folder, 'files'),
    PUBLIC_URL: 'https://fasttrack.example.com',
    ACCESS_TOKEN_EXPIRE_MINUTES: '1440',
    RATE_LIMIT_REQUESTS: '100000000',
    LOGIN_FAILURES_PER_MINUTE: '1000000',
  };
}

/** Another server of the same requests, as whoever writes such a one starts it. */
export async function startPeer(stage, { name, command, args, cwd }) {
  const port = await freePort();
  const log = join(stage.folder, `${name}.log`);
  const output = openSync(log, 'a');
  const child = spawn(command, args(port), {
    stdio: ['ignore', output, output],
    cwd,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: stage.databaseUrl,
      JWT_PUBLIC_KEY_FILE: join(stage.folder, 'jwt-public.pem'),
      PORT: String(port),
    },
  });
  closeSync(output);
  const server = { name, port, child, pid: child.pid, log };
  stage.cleanUp.add(() => stopServer(server));
  await answers(server, '/');
  return server;
}

/** The bare server; with `singleStatements` each of its writes is one statement instead of a transaction. */
export async function startFloor(stage, { singleStatements = false, name = 'floor', file = 'floor' } = {}) {
  const port = await freePort();
  const log = join(stage.folder, `${name}.log`);
  const output = openSync(log, 'a');
  const child = fork(floorFile(file), [], {
    stdio: ['ignore', output, output, 'ipc'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: stage.databaseUrl,
      JWT_PUBLIC_KEY_FILE: join(stage.folder, 'jwt-public.pem'),
      PORT: String(port),
      SINGLE_STATEMENTS: String(singleStatements),
    },
  });
  closeSync(output);
  const server = { name, port, child, pid: child.pid, log };
  stage.cleanUp.add(() => stopServer(server));
  await answers(server, '/');
  return server;
}

/** Until it answers, whatever it answers, with less than 500. */
async function answers(server, path, limitMs = READY_LIMIT_MS) {
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline && server.child.exitCode === null) {
    const status = await fetch(`http://127.0.0.1:${server.port}${path}`).then(
      async (answer) => (await answer.text(), answer.status),
      () => 0,
    );
    if (status > 0 && status < 500) return;
    await sleep(ASK_AGAIN_MS);
  }
  await stopServer(server);
  const said = readFileSync(server.log, 'utf8').slice(-2_000);
  throw new Error(`The ${server.name} does not start. It says:\n${said || '(nothing)'}`);
}

/** Politely; by force where that takes too long. */
export async function stopServer({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([ended, sleep(END_LIMIT_MS, undefined, { ref: false })]);
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
}
