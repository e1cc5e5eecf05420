// `npm run psql` opens the database of the program that runs in this checkout, or the one of DATABASE_URL.
// What follows `--` goes to psql: npm run psql -- -c 'SELECT count(*) FROM tasks'. Without psql it prints the address.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';

const root = realpathSync(process.cwd());
if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));

/** Where the embedded server keeps its files: see packages/embedded-postgres-server/src/data-dir.ts. */
function home() {
  const print = createHash('sha256').update(root).digest('hex').slice(0, 8);
  const places = [join(root, '.data'), join('/var/lib/fasttrack', `${basename(root) || 'root'}-${print}`)];
  return places.map((place) => join(place, 'postgres')).find((place) => existsSync(place));
}

/** The server writes its process and its port into postmaster.pid, and removes that when it stops. */
function embeddedUrl() {
  const folder = home();
  const file = folder && join(folder, 'data/postmaster.pid');
  if (!file || !existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n');
  if (!isAlive(Number(pid)) || !port) return undefined;
  const password = readFileSync(join(folder, 'password'), 'utf8').trim();
  return `postgres://fasttrack:${password}@127.0.0.1:${port.trim()}/fasttrack`;
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The password goes through the environment: arguments can be read by every account of the machine. */
function open(url) {
  const [, scheme = '', user = '', password = '', rest = ''] =
    /^(\w+:\/\/)(?:([^/?#:]*)(?::([^/?#]*))?@)?(.*)$/.exec(url) ?? [];
  const address = `${scheme}${user && `${user}@`}${rest}`;
  const env = { ...process.env, ...(password && { PGPASSWORD: decodeURIComponent(password) }) };
  const { status, error } = spawnSync('psql', [address, ...process.argv.slice(2)], { stdio: 'inherit', env });
  if (error?.code !== 'ENOENT') return status ?? 1;
  console.error('psql is not installed here. The database is at:');
  console.log(url);
  return 0;
}

const url = process.env.DATABASE_URL || embeddedUrl();
if (!url) console.error('No database runs in this checkout. Start the program first: npm start');
process.exitCode = url ? open(url) : 1;
