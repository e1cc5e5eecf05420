// What a call of a repository costs: a named statement beside TypeORM's own finders and writers, and with
// `--before DIST` (the dist/ of another checkout) beside the repositories as they were there. Rounds are interleaved.
import { readFileSync } from 'node:fs';
import { MoreThan } from 'typeorm';
import { built, requireBuild } from './stage/built.mjs';
import { connect, startDatabase } from './stage/database.mjs';

const ROUNDS = 5;
const CALLS = { findById: 1500, list: 600, add: 250, saveVersion: 250 };
const TICK_US = 10_000;
const NEW = new URL('../../dist/', import.meta.url);

const SEED = `
  INSERT INTO users (email, email_key, display_name, password_hash) VALUES ('ann', 'ann', 'Ann', '-');
  INSERT INTO projects (name, owner_id) SELECT 'Garden', id FROM users;
  INSERT INTO tasks (project_id, title, assignee_id)
  SELECT p.id, 'Task ' || i, p.owner_id FROM projects p, generate_series(1, 5000) i;
  ANALYZE`;

const page = { after: null, limit: 20, status: ['todo'] };

/** The repositories of a build, on a pool of one connection. */
async function open(dist, url) {
  const load = (path) => import(new URL(`src/${path}.js`, dist).href);
  const { createDataSource } = await load('platform/database/data-source');
  const { Database } = await load('platform/database/database');
  const { TaskRepository } = await load('features/tasks/task.repository');
  const { TaskListRepository } = await load('features/tasks/task-list.repository');
  const entities = await Promise.all(
    ['tasks/task', 'projects/project', 'users/user'].map(async (name) =>
      Object.values(await load(`features/${name}.entity`)),
    ),
  );
  const isEntity = (value) => typeof value === 'function' && /^class /.test(String(value));
  const dataSource = await createDataSource({
    url,
    poolMax: 1,
    entities: entities.flat().filter(isEntity),
  }).initialize();
  const db = new Database(dataSource, { databasePoolMax: 1, databasePreparedStatements: true });
  const kinds = new Map();
  const tasks = new TaskRepository(db, { register: (name, kind) => kinds.set(name, kind) });
  const find = kinds.get('task')?.find ?? ((id) => tasks.findById(id));
  return { db, dataSource, tasks, lists: new TaskListRepository(db), find };
}

function named({ tasks, lists, find }, draft, ownTask) {
  return {
    findById: (i) => find(1 + (i % 5000)),
    list: () => lists.listOfProject(1, page),
    add: () => (tasks.add ?? tasks.insert).call(tasks, { ...draft }),
    saveVersion: (() => {
      const kept = find(ownTask);
      return async (i) => {
        const task = await kept;
        task.title = `Title ${i}`;
        await (tasks.saveVersion ?? tasks.save).call(tasks, task);
      };
    })(),
  };
}

function ofTypeOrm({ tasks }, draft) {
  return {
    findById: (i) => tasks.findOne({ where: { id: 1 + (i % 5000) }, relations: { project: true, assignee: true } }),
    list: () =>
      tasks.find({
        where: { projectId: 1, status: 'todo', id: MoreThan(0) },
        relations: { assignee: true },
        order: { id: 'ASC' },
        take: 21,
      }),
    add: () => tasks.insert({ ...draft }),
    saveVersion: (i) => tasks.save({ id: 2, title: `Title ${i}` }),
  };
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

function backendUs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_US;
}

async function measure(call, calls, db) {
  const [{ pid }] = await db.query('SELECT pg_backend_pid() AS pid');
  const before = process.cpuUsage();
  const database = backendUs(pid);
  for (let i = 0; i < calls; i++) await call(i);
  const { user, system } = process.cpuUsage(before);
  return { program: (user + system) / calls, database: (backendUs(pid) - database) / calls };
}

async function compare(sides) {
  for (const [what, calls] of Object.entries(CALLS)) {
    const figures = new Map(sides.map(({ name }) => [name, []]));
    for (let round = -1; round < ROUNDS; round++) {
      for (const { name, calls: ways, db } of sides) {
        const figure = await measure(ways[what], calls, db);
        if (round >= 0) figures.get(name).push(figure);
      }
    }
    for (const [name, all] of figures) {
      const cells = ['program', 'database'].map((part) => `${Math.round(median(all.map((one) => one[part])))} µs`);
      console.log(`${what.padEnd(12)} ${name.padEnd(16)} ${cells.join(' + ')}`);
    }
  }
}

requireBuild();
const at = process.argv.indexOf('--before');
const { migrate } = await built('src/platform/database/schema/migrate.js');
const database = await startDatabase();
await migrate(database.url);
const onlooker = await connect(database.url);
await onlooker.query(SEED);
await onlooker.end();
const now = await open(NEW, database.url);
const [{ owner_id: assigneeId }] = await now.db.query('SELECT owner_id FROM projects');
const draft = { projectId: 1, title: 'New', description: null, priority: 'low', assigneeId };
const sides = [
  { name: 'named', calls: named(now, draft, 1), db: now.db },
  { name: 'TypeORM', calls: ofTypeOrm(now, draft), db: now.db },
];
const opened = [now];
if (at > 0) {
  const old = await open(new URL(`file://${process.argv[at + 1]}/`), database.url);
  opened.push(old);
  sides.unshift({ name: 'before', calls: named(old, draft, 3), db: old.db });
}
await compare(sides);
for (const { dataSource } of opened) await dataSource.destroy();
await database.stop();
