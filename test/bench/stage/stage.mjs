import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireBuild } from './built.mjs';
import { castPlayers } from './cast.mjs';
import { connect, startDatabase } from './database.mjs';
import { makeKeys, makeMint } from './keys.mjs';
import { PASSWORD, seed, sizeAt } from './seed.mjs';
import { startProgram, stopServer } from './servers.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Everything that a benchmark has started, undone in reverse, once, however it ends. */
class CleanUp {
  #steps = [];
  #done;

  get hasBegun() {
    return this.#done !== undefined;
  }

  add(step) {
    this.#steps.push(step);
  }

  run() {
    this.#done ??= (async () => {
      for (const step of this.#steps.reverse()) await attempt(step);
    })();
    return this.#done;
  }
}

async function attempt(step) {
  try {
    await step();
  } catch (error) {
    console.error(`While clearing up: ${error.message}`);
  }
}

/**
 * Sets the stage (database, data, keys, people who are signed in), plays, and clears up, also on Ctrl-C.
 *
 * @param play gets the stage: `databaseUrl`, `client`, `players`, `mint`, `cleanUp`, and what servers need to start
 */
export async function onStage({ scale = 1, size = sizeAt(scale) }, play) {
  const cleanUp = new CleanUp();
  const leave = () => void cleanUp.run().then(() => process.exit(130));
  for (const signal of SIGNALS) process.once(signal, leave);
  try {
    await requireBuild();
    await play(await setUp(size, cleanUp));
  } catch (error) {
    if (!cleanUp.hasBegun) console.error(error); // after Ctrl-C everything fails
    process.exitCode = 1;
  } finally {
    await cleanUp.run();
    for (const signal of SIGNALS) process.off(signal, leave);
  }
}

async function setUp(size, cleanUp) {
  const folder = mkdtempSync(join(tmpdir(), 'fasttrack-bench-files-'));
  cleanUp.add(() => rmSync(folder, { recursive: true, force: true }));
  const keys = await makeKeys(folder);
  say('starting PostgreSQL');
  const database = await startDatabase();
  cleanUp.add(() => database.stop());
  const stage = { folder, ...keys, databaseUrl: database.url, databasePid: database.pid, cleanUp };
  await letProgramPrepare(stage);
  const client = await connect(database.url);
  cleanUp.add(() => client.end());
  const mint = await makeMint(stage);
  await fill(client, size, mint);
  return { ...stage, client, mint, players: await castPlayers(client, mint) };
}

/** The first start migrates, and makes the roles and the administrator. */
async function letProgramPrepare(stage) {
  say('letting the program prepare the empty database');
  await stopServer(await startProgram(stage, { name: 'first-start' }));
}

async function fill(client, size, mint) {
  const words = Object.entries(size).map(([name, count]) => `${count.toLocaleString('en')} ${name}`);
  say(`seeding ${words.join(', ')}`);
  const started = performance.now();
  await seed(client, size, await mint.hash(PASSWORD));
  say(`seeded in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** Progress; the figures themselves go to standard output. */
export function say(line) {
  process.stderr.write(`· ${line}\n`);
}
