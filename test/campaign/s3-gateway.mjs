import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../bench/stage/ports.mjs';
import { say } from '../bench/stage/stage.mjs';

/** An S3 server by others, which checks signatures and what the bytes add up to. */
export const GATEWAY = 'github.com/versity/versitygw/cmd/versitygw@v1.8.0';

export const KEYS = { accessKeyId: 'campaign', secretAccessKey: 'the-secret-of-the-campaign' };
export const REGION = 'us-east-1';

const BEGIN_LIMIT_MS = 30_000;
/** Where its installer puts Go, which not every shell knows. */
const PATH = `${process.env.PATH}:/usr/local/go/bin`;

/** Built in this folder; Go keeps what it fetched and compiled, so that the next time takes seconds. @returns the program */
export function buildGateway(folder) {
  if (go('version').error) throw new Error('Go is not here: install it (https://go.dev/dl), or put it on the PATH.');
  say(`building ${GATEWAY}: the first time takes minutes …`);
  const { status, stderr } = go('install', GATEWAY, { GOBIN: folder });
  if (status === 0) return join(folder, 'versitygw');
  const proxy = go('env', 'GOPROXY').stdout.trim();
  throw new Error(`It was not built; is the Go module proxy (GOPROXY=${proxy}) within reach?\n${stderr.slice(-2_000)}`);
}

function go(command, argument = '', env = {}) {
  const args = [command, argument].filter(Boolean);
  return spawnSync('go', args, { encoding: 'utf8', env: { ...process.env, PATH, ...env } });
}

/** Keeps its buckets as folders of `data`. */
export async function startGateway(program, folder) {
  const [data, sidecar] = ['data', 'sidecar'].map((name) => join(folder, name));
  for (const each of [data, sidecar]) mkdirSync(each);
  const address = `127.0.0.1:${await freePort()}`;
  const { accessKeyId, secretAccessKey } = KEYS;
  const gateway = ['--access', accessKeyId, '--secret', secretAccessKey, '--region', REGION, '--port', address];
  // What it knows of its objects lies beside them: not every file system keeps extended attributes.
  const args = [...gateway, '--health', '/health', 'posix', '--sidecar', sidecar, data];
  // Into a file: nobody reads a pipe while the tests run, and the gateway would stand still when it is full.
  const log = openSync(join(folder, 'gateway.log'), 'a');
  const child = spawn(program, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  const stop = () => child.kill('SIGKILL');
  try {
    await untilAnswers(`http://${address}/health`, child);
  } catch (error) {
    stop();
    throw error;
  }
  return { url: `http://${address}`, data, stop };
}

async function untilAnswers(url, child) {
  const end = Date.now() + BEGIN_LIMIT_MS;
  for (let isReady = false; !isReady; await sleep(50)) {
    if (child.exitCode !== null || Date.now() > end) throw new Error('versitygw did not begin to serve.');
    isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
