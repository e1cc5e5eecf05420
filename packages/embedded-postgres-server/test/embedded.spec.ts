import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ask } from '../../../test/support/ask.js';
import { processesWith } from '../../../test/support/processes.js';
import { until } from '../../../test/support/until.js';
import { startEmbedded } from '../src/embedded.js';
import { embeddedPlace, launchOwner, QUIET, serverIn, startOwner } from './owner.js';

const at = embeddedPlace();
const pidFile = () => join(at.dataDir, 'postgres/data/postmaster.pid');

describe('the embedded server', () => {
  it('is made at the first start and found at the second', async () => {
    const said: string[] = [];
    const first = await startEmbedded({ dataDir: at.dataDir, name: 'notes', log: (line) => said.push(line) });
    await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.stop();
    expect(serverIn(at.dataDir)).toEqual([]);
    const second = await startEmbedded({ dataDir: at.dataDir, name: 'notes', log: (line) => said.push(line) });
    expect(await ask(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    await second.stop();
    expect(said).toEqual([expect.stringContaining('Making a database')]);
  });

  it('gives the program an account like that of any managed server, with a password that only its owner can read', async () => {
    at.copyMade();
    const { url, stop } = await startEmbedded({ dataDir: at.dataDir, ...QUIET });
    const [account] = await ask(url, 'SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user');
    const [settings] = await ask(
      url,
      `SELECT current_setting('listen_addresses') AS heard, current_setting('fsync') AS fsync,
              current_setting('server_encoding') AS encoding, lower('ÄÖ') AS lower, current_setting('TimeZone') AS zone`,
    );
    await expect(ask(url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow('password authentication failed');
    await stop();
    expect(account).toEqual({ rolsuper: false, rolcreatedb: true });
    expect(settings).toEqual({ heard: '127.0.0.1', fsync: 'on', encoding: 'UTF8', lower: 'äö', zone: 'UTC' });
  });

  it('keeps values of failed statements out of its log', async () => {
    at.copyMade();
    const { url, stop } = await startEmbedded({ dataDir: at.dataDir, ...QUIET });
    await ask(url, 'CREATE TABLE people (hash text PRIMARY KEY)');
    const insert = () => ask(url, "INSERT INTO people VALUES ('$2b$12$secret')");
    await insert();
    await expect(insert()).rejects.toThrow('duplicate key');
    await stop();
    expect(readFileSync(join(at.dataDir, 'postgres/server.log'), 'utf8')).not.toContain('secret');
  });

  it('has the same address at every start, as long as nobody else has its port', async () => {
    at.copyMade();
    const start = () => startEmbedded({ dataDir: at.dataDir, ...QUIET });
    const first = await start();
    await first.stop();
    const second = await start();
    await second.stop();
    expect(second.url).toBe(first.url);
    const other = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
    await once(other, 'listening');
    const third = await start();
    expect(await ask(third.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await third.stop();
    other.close();
    expect(new URL(third.url).port).not.toBe(new URL(first.url).port);
  });

  it('comes back on the same port when it is killed', async () => {
    at.copyMade();
    const { url, stop } = await startEmbedded({ dataDir: at.dataDir, ...QUIET });
    await ask(url, 'CREATE TABLE kept AS SELECT 1 AS n');
    const [pid = 0] = serverIn(at.dataDir);
    process.kill(pid, 'SIGKILL');
    await until(() =>
      ask(url, 'SELECT n FROM kept').then(
        () => true,
        () => false,
      ),
    );
    expect(serverIn(at.dataDir)).not.toEqual([pid]);
    await stop();
    expect(serverIn(at.dataDir)).toEqual([]);
  });
});

describe('a program that is killed', () => {
  it('loses nothing, and its server goes by itself', async () => {
    at.copyMade();
    const owner = await startOwner(at.dataDir);
    await ask(owner.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await owner.kill();
    await until(() => serverIn(at.dataDir).length === 0);
    const next = await startOwner(at.dataDir);
    expect(await ask(next.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    await next.stop();
  });

  it('leaves the directory to the next at once', async () => {
    at.copyMade();
    for (let round = 0; round < 3; round++) {
      const owner = await startOwner(at.dataDir);
      await ask(owner.url, `CREATE TABLE round_${round} AS SELECT 1`);
      await owner.kill();
    }
    const last = await startOwner(at.dataDir);
    expect(await ask(last.url, "SELECT count(*)::int AS n FROM pg_tables WHERE tablename ~ '^round_'")).toEqual([
      { n: 3 },
    ]);
    await last.stop();
  });

  it('together with what watches over its server leaves an orphan, which the next one stops', async () => {
    at.copyMade();
    const owner = await startOwner(at.dataDir);
    const [orphan = 0] = serverIn(at.dataDir);
    for (const pid of processesWith(`read -r _; kill -INT "$0" 2>/dev/null ${orphan}`)) process.kill(pid, 'SIGKILL');
    await owner.kill();
    const next = await startOwner(at.dataDir);
    expect(next.said).toContain(`an earlier run left behind (process ${orphan})`);
    expect(serverIn(at.dataDir)).not.toContain(orphan);
    expect(await ask(next.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await next.stop();
  });

  it('while it makes the database leaves nothing that is taken for one', async () => {
    const owner = launchOwner(at.dataDir);
    await until(() => readdirSync(at.place).length > 0 && existsSync(join(draft(), 'data/PG_VERSION')));
    await owner.kill();
    expect(existsSync(join(at.dataDir, 'postgres'))).toBe(false);
    const next = await startOwner(at.dataDir);
    expect(await ask(next.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await next.stop();
    await until(() => processesWith(draft()).length === 0);
    await (await startEmbedded({ dataDir: at.dataDir, ...QUIET })).stop();
    expect(readdirSync(at.dataDir)).toEqual(['postgres']);
  });

  const draft = () => join(at.dataDir, readdirSync(at.dataDir).find((name) => name.includes('.making-')) ?? 'none');
});

describe('a process id in postmaster.pid', () => {
  async function killedServer(): Promise<string> {
    const owner = await startOwner(at.dataDir);
    // Stopped first, or it may start the killed server again before it is killed itself.
    process.kill(Number(owner.process.pid), 'SIGSTOP');
    for (const pid of serverIn(at.dataDir)) process.kill(pid, 'SIGKILL');
    await owner.kill();
    await until(() => processesWith(at.place).length === 0);
    return readFileSync(pidFile(), 'utf8');
  }

  it.each(['a zombie', 'another program'])('may by now be %s', async (what) => {
    at.copyMade();
    const left = await killedServer();
    const { uid, gid } = statSync(pidFile());
    const as = process.getuid?.() === 0 ? { uid, gid } : {};
    const keeper = spawn(
      '/bin/sh',
      ['-c', what === 'a zombie' ? 'true & echo $!; exec sleep 60' : 'sleep 60 & echo $!; wait'],
      as,
    );
    const pid = await new Promise<string>((resolve) =>
      keeper.stdout.once('data', (text) => resolve(String(text).trim())),
    );
    writeFileSync(pidFile(), left.replace(/^\d+/, pid));
    const next = await startOwner(at.dataDir);
    expect(await ask(next.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await next.stop();
    keeper.kill('SIGKILL');
    if (what !== 'a zombie') process.kill(Number(pid), 'SIGKILL');
  });
});

describe('a second program on the same data', () => {
  it('says who was first, and changes nothing', async () => {
    at.copyMade();
    const owner = await startOwner(at.dataDir);
    await expect(startOwner(at.dataDir)).rejects.toThrow(
      `notes is already running on ${at.dataDir} (process ${owner.process.pid})`,
    );
    await expect(startEmbedded({ dataDir: at.dataDir, ...QUIET })).rejects.toThrow('already running');
    expect(await ask(owner.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await owner.stop();
  });

  it('of which many start at once leaves exactly one', async () => {
    at.copyMade();
    const owners = await Promise.allSettled([1, 2, 3, 4].map(() => startOwner(at.dataDir)));
    const started = owners.filter((owner) => owner.status === 'fulfilled');
    expect(started).toHaveLength(1);
    expect(serverIn(at.dataDir)).toHaveLength(1);
    await started[0]?.value.stop();
  });
});

describe('what cannot work says why', () => {
  it('with data of another PostgreSQL', async () => {
    at.copyMade();
    writeFileSync(join(at.dataDir, 'postgres/data/PG_VERSION'), '15\n');
    await expect(startEmbedded({ dataDir: at.dataDir, ...QUIET })).rejects.toThrow('were made by PostgreSQL 15');
  });

  it('without the password', async () => {
    at.copyMade();
    rmSync(join(at.dataDir, 'postgres/password'));
    await expect(startEmbedded({ dataDir: at.dataDir, ...QUIET })).rejects.toThrow(
      /password cannot be read \(ENOENT\)\. Put it back/,
    );
  });

  it('with damaged data, quoting the server', async () => {
    at.copyMade();
    rmSync(join(at.dataDir, 'postgres/data/global/pg_control'));
    await expect(startEmbedded({ dataDir: at.dataDir, ...QUIET })).rejects.toThrow(/pg_control/);
    expect(processesWith(at.place)).toEqual([]);
  });
});
