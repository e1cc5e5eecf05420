import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, wire } from '../bench/load/connection.mjs';
import { requireBuild } from '../bench/stage/built.mjs';
import { signIn } from '../bench/stage/cast.mjs';
import { connect, startDatabase } from '../bench/stage/database.mjs';
import { makeKeys, makeMint } from '../bench/stage/keys.mjs';
import { startProgram, stopServer } from '../bench/stage/servers.mjs';
import { say } from '../bench/stage/stage.mjs';

const PEOPLE = `
  INSERT INTO users (email, email_key, display_name, password_hash, email_confirmed_at)
  SELECT name || '@example.com', name || '@example.com', name, 'none', now() FROM unnest($1::text[]) AS name RETURNING id`;
const ROLES = `INSERT INTO user_roles (user_id, role_id) SELECT u, r.id FROM unnest($1::bigint[]) u, roles r WHERE r.name = 'user'`;

/** Where a campaign is run: a PostgreSQL of its own, writing durably, and programs that end with it, however it ends. */
export class Stand {
  #ends = [];
  #ended;
  instances = 0;
  /** What the benchmarks' own tools ask for. */
  cleanUp = { add: (step) => this.atEnd(step) };

  /**
   * @param database opens what is there instead of one PostgreSQL
   * @param main the program that makes the schema, where it isn't this one
   */
  static async open({ prepared = true, database = startDatabase, main } = {}) {
    await requireBuild();
    const stand = Object.assign(new Stand(), { main });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.once(signal, () => void stand.close().then(() => process.exit(130)));
    try {
      await stand.#setUp(prepared, database);
      return stand;
    } catch (error) {
      await stand.close();
      throw error;
    }
  }

  async #setUp(prepared, database) {
    this.folder = mkdtempSync(join(tmpdir(), 'fasttrack-campaign-'));
    this.atEnd(() => rmSync(this.folder, { recursive: true, force: true }));
    Object.assign(this, await makeKeys(this.folder));
    const { url, clientUrl = url, pid, dataDir, stop, halt } = await database();
    this.atEnd(stop);
    Object.assign(this, { databaseUrl: url, databasePid: pid, dataDir, haltDatabase: halt });
    if (!prepared) return;
    await stopServer(await this.start());
    this.client = await connect(clientUrl);
    this.atEnd(() => this.client.end());
    this.mint = await makeMint(this);
  }

  atEnd(step) {
    this.#ends.push(step);
  }

  close() {
    this.#ended ??= (async () => {
      for (const step of this.#ends.reverse())
        await Promise.resolve(step()).catch((error) => console.error(error.message));
    })();
    return this.#ended;
  }

  /** An instance of the built program, or of another one (`main`); `databaseUrl` where it should not see the real address. */
  async start({ env = {}, databaseUrl = this.databaseUrl, main = this.main, limitMs } = {}) {
    const name = `instance-${++this.instances}`;
    const server = await startProgram({ ...this, databaseUrl }, { env, name, main, limitMs });
    this.atEnd(() => server.child.kill('SIGKILL'));
    return server;
  }

  /** People with the default role, signed in. */
  async people(...names) {
    const { rows } = await this.client.query(PEOPLE, [names]);
    const ids = rows.map(({ id }) => id);
    await this.client.query(ROLES, [ids]);
    const tokens = await signIn(this.client, this.mint, ids);
    return ids.map((id) => ({ id, token: tokens.get(id) }));
  }

  async rows(sql, values = []) {
    return (await this.client.query(sql, values)).rows;
  }

  async one(sql, values = []) {
    return Object.values((await this.rows(sql, values))[0] ?? {})[0];
  }

  /** Until every event has been told to whom it concerns. */
  async settled(limitMs = 60_000) {
    const waits = `SELECT count(*)::int FROM deliveries WHERE dead_at IS NULL AND NOT outside`;
    const deadline = Date.now() + limitMs;
    while ((await this.one(waits)) > 0) {
      if (Date.now() > deadline) throw new Error('Events were still waiting after a minute.');
      await sleep(100);
    }
  }
}

/** One request on a connection of its own. @returns status, parsed body, headers as text */
export async function ask(port, method, path, options = {}) {
  const connection = new Connection(port);
  const late = new AbortController();
  const limit = sleep(options.limitMs ?? 20_000, undefined, { signal: late.signal }).then(() => {
    throw new Error('no answer in time');
  });
  try {
    const { status, head, body } = await Promise.race([connection.ask(wire(method, path, options)), limit]);
    return { status, head, ...JSON.parse(body.toString() || '{}') };
  } finally {
    limit.catch(() => undefined);
    late.abort();
    connection.close();
  }
}

/**
 * What a client does that wants its write done: the same key until somebody answers for it.
 *
 * @param seen hears each answer (null where none came), when it was asked for, and at which port
 */
export async function insist(ports, path, { token, body, key, limitMs = 60_000, seen = () => undefined }) {
  const deadline = Date.now() + limitMs;
  for (let attempt = 0; Date.now() < deadline; attempt++) {
    const port = ports[attempt % ports.length]();
    const headers = { 'Idempotency-Key': key };
    const began = performance.now();
    const answer = await ask(port, 'POST', path, { token, body, headers, limitMs: 5_000 }).catch(() => null);
    seen(answer, began, port);
    if (answer && answer.status < 500 && answer.status !== 409) return answer;
    await sleep(50);
  }
  throw new Error(`Nobody answered for ${path} within ${limitMs} ms.`);
}

/** Counts what should not be there, and prints what was found. */
export class Verdict {
  findings = 0;

  require(isMet, words) {
    if (isMet) return;
    this.findings++;
    if (this.findings <= 20) console.log(`✗ ${words}`);
  }

  say(words) {
    console.log(`${this.findings === 0 ? '✓' : '✗'} ${words}`);
    if (this.findings > 0) process.exitCode = 1;
  }
}

/** A whole number of the command line. */
export function count(text, standard) {
  if (text === undefined) return standard;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Error(`${text} is no count.`);
  return Number(text);
}

/** 1, 2, 3 … up to what is wanted, or for as long as `CAMPAIGN_MINUTES` says; `done` is how many there were. */
export class Rounds {
  done = 0;

  constructor(what, wanted) {
    Object.assign(this, { what, wanted });
  }

  *[Symbol.iterator]() {
    const until = Date.now() + Number(process.env.CAMPAIGN_MINUTES ?? Infinity) * 60_000;
    while (this.done < this.wanted && Date.now() < until) {
      yield this.done + 1;
      progress(this.what, ++this.done, this.wanted);
    }
  }
}

/** Says on standard error how far a long run is, now and then. */
export function progress(what, done, wanted) {
  if (done % Math.ceil(wanted / 20) === 0) say(`${what}: ${done} of ${wanted}`);
}
