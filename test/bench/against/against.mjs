// `npm run bench:against -- 91c3042`: works and promises of this version and of another one, in turns. See docs/PERFORMANCE.md.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, unpack } from '../../campaign/other-version.mjs';
import { NAMED_WORKS, PROMISES } from '../load/named-works.mjs';
import { figure, median } from '../report/figures.mjs';
import { table } from '../report/table.mjs';
import { requireBuild } from '../stage/built.mjs';
import { say } from '../stage/stage.mjs';
import { readOptions } from './options.mjs';
import { promisesOf } from './promises.mjs';

const HEAD = [
  'work',
  'version',
  'req/s',
  'CPU server ms',
  'CPU PostgreSQL ms',
  'of the floor',
  'its share to that of this, by round',
];

/** A version in a process of its own. */
class Version {
  #child;
  #ended;

  constructor(name, folder, scale) {
    this.name = name;
    const file = fileURLToPath(new URL('version.mjs', import.meta.url));
    this.#child = fork(file, [folder, String(scale)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#ended = once(this.#child, 'exit');
  }

  /** @throws where it ended, or a request went wrong */
  async answer() {
    const given = new AbortController();
    const ended = this.#ended.then(() => [{ failure: 'it ended' }]);
    const answered = once(this.#child, 'message', { signal: given.signal });
    const [{ result, failure }] = await Promise.race([answered, ended]);
    given.abort();
    if (failure) throw new Error(`${this.name}: ${failure}`);
    return result;
  }

  turn(server, order) {
    return this.#ask({ server, order });
  }

  keep(promise) {
    const { seconds, warmUp } = options;
    return this.#ask({ promise, options: { seconds, warmUp, rounds: 1, connections: 32 } });
  }

  async stop() {
    this.#child.disconnect();
    await this.#ended;
  }

  #ask(message) {
    const answer = this.answer();
    this.#child.send(message);
    return answer;
  }
}

async function start() {
  const folders = { this: fileURLToPath(new URL('../../..', import.meta.url)) };
  for (const version of options.versions) folders[basename(version).slice(0, 12)] = folderOf(version);
  const versions = [];
  for (const [name, path] of Object.entries(folders)) {
    const version = new Version(name, path, options.scale);
    await version.answer();
    say(`${name} is ready`);
    versions.push(version);
  }
  return versions;
}

/** A commit gets the libraries that it locked; its own bench builds it. */
function folderOf(version) {
  if (existsSync(join(version, 'package.json'))) return resolve(version);
  say(`installing ${version}`);
  const path = join(folder, basename(version));
  unpack(version, path);
  install(path);
  return path;
}

/** All works are warm before the first is measured; every second round goes the other way round. */
async function measure(versions) {
  for (const name of asked)
    for (const version of versions) {
      say(`warming up: ${NAMED_WORKS[name].title}, ${version.name}`);
      for (const server of ['floor', 'program'])
        await version.turn(server, { work: NAMED_WORKS[name].work, requests: options.warmUp });
    }
  const rounds = [];
  for (const name of asked)
    for (let round = 1; round <= options.rounds; round++) rounds.push(await oneRound(versions, name, round));
  return rounds;
}

async function oneRound(versions, name, round) {
  const order = { work: NAMED_WORKS[name].work, seconds: options.seconds };
  const turns = versions.flatMap((version) => ['floor', 'program'].map((server) => ({ version, server })));
  const result = { name };
  for (const { version, server } of round % 2 === 1 ? turns : turns.reverse())
    (result[version.name] ??= {})[server] = await version.turn(server, order);
  say(
    `round ${round}: ${name} ${versions.map((one) => `${one.name} ${share(result[one.name]).toFixed(2)}`).join(', ')}`,
  );
  return result;
}

function share({ floor, program }) {
  return program.rate / floor.rate;
}

function print(versions, rounds) {
  const rows = asked.flatMap((name) => {
    const own = rounds.filter((round) => round.name === name);
    return versions.map((version) => cells(name, version, { own, first: versions[0] }));
  });
  console.log(`\n${options.rounds} rounds of ${options.seconds} s, ${options.warmUp} requests of each work before\n`);
  console.log(table(HEAD, rows));
}

/** The middle of the rounds; versions are compared within each round, by their shares of their own floors. */
function cells(name, version, { own, first }) {
  const middle = (pick) => median(own.map((round) => pick(round[version.name])));
  const costs = ['rate', 'serverCpu', 'databaseCpu'].map((column) => figure(middle(({ program }) => program[column])));
  const ratios = own.map((round) => share(round[version.name]) / share(round[first.name])).sort((a, b) => a - b);
  const [low, high] = [ratios[Math.floor(ratios.length / 4)], ratios[Math.ceil((ratios.length * 3) / 4) - 1]];
  const compared = `${median(ratios).toFixed(2)} (half of them ${low.toFixed(2)} to ${high.toFixed(2)})`;
  return [NAMED_WORKS[name].title, version.name, ...costs, middle(share).toFixed(2), version === first ? '' : compared];
}

const options = readOptions();
const asked = Object.keys(NAMED_WORKS).filter((name) => options.only.includes(name));
const promised = PROMISES.filter((name) => options.only.includes(name));
const folder = mkdtempSync(join(tmpdir(), 'fasttrack-against-'));
try {
  await requireBuild();
  const versions = await start();
  if (asked.length > 0) print(versions, await measure(versions));
  if (promised.length > 0) console.log(`\n${await promisesOf(versions, promised, options.rounds)}`);
  await Promise.all(versions.map((version) => version.stop()));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
