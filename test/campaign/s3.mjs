import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireBuild } from '../bench/stage/built.mjs';
import { buildGateway, GATEWAY, KEYS, REGION, startGateway } from './s3-gateway.mjs';
import { Verdict } from './stand.mjs';
import { withFolder } from './with-folder.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Those that ask for a place for files, and take the one that they are given. */
const TESTS = ['files.spec', 'files-content', 'files-of-task', 'files-transfer'];
const BUCKET = 'signatures';

/** The tests of files, with their bytes in an S3 server by others. */
export async function s3() {
  await requireBuild();
  await withFolder(async (folder) => {
    const gateway = await startGateway(buildGateway(folder), folder);
    const verdict = new Verdict();
    try {
      mkdirSync(join(gateway.data, BUCKET));
      const refused = await signatures(gateway, verdict);
      const passed = runTests(gateway, folder, verdict);
      verdict.say(`s3: ${GATEWAY.split('/').at(-1)}: ${passed} tests of files passed; refused: ${refused.join(', ')}`);
    } finally {
      gateway.stop();
    }
  });
}

/** What `s3rver` lets pass: another key, and bytes that are not those that were signed. */
async function signatures({ url }, verdict) {
  const { BucketStore, signRequest } = await import('../../dist/src/platform/files/stores/bucket-store.js');
  const right = { ...KEYS, region: REGION, url, bucket: BUCKET };
  const put = async (settings, body, signed = body) => {
    const headers = { 'x-amz-content-sha256': createHash('sha256').update(signed).digest('hex') };
    const target = `${url}/${BUCKET}/a/b`;
    const request = await signRequest(settings, { method: 'PUT', url: target, headers });
    return (await fetch(request.url, { method: 'PUT', headers: request.headers, body })).status;
  };
  const start = (settings) =>
    new BucketStore(settings).open().then(
      () => 'a start',
      (error) => error.problems[0].variable,
    );
  const wrong = { ...right, secretAccessKey: 'another-secret' };
  const outcomes = {
    'the right key (200)': [await put(right, 'four'), 200],
    'another secret (403)': [await put(wrong, 'four'), 403],
    'other bytes than were signed (400)': [await put(right, 'five', 'four'), 400],
    'a start with another secret': [await start(wrong), 'S3_SECRET_ACCESS_KEY'],
    'a start with a bucket that is not there': [await start({ ...right, bucket: 'nowhere' }), 'S3_BUCKET'],
  };
  for (const [what, [got, expected]] of Object.entries(outcomes))
    verdict.require(got === expected, `${what}: ${got} instead of ${expected}`);
  return Object.keys(outcomes).slice(1);
}

function runTests({ url, data }, folder, verdict) {
  const report = join(folder, 'report.json');
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const args = [jest, '--selectProjects', 'quick', '--json', `--outputFile=${report}`, '--runInBand'];
  const place = JSON.stringify({ url, data, region: REGION, ...KEYS });
  const patterns = TESTS.map((name) => `test/features/${name}`);
  const options = { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, TEST_S3: place } };
  const { status } = spawnSync(process.execPath, [...args, ...patterns], options);
  const { numPassedTests, numTotalTests } = createRequire(import.meta.url)(report);
  verdict.require(status === 0 && numPassedTests === numTotalTests, `${numTotalTests - numPassedTests} tests failed`);
  return numPassedTests;
}
