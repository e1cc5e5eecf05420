import { Client } from 'pg';
import { AddSearch1797000000501 } from '../../migrations/1797000000501-add-search.js';
import { migrate } from '../../src/platform/database/schema/migrate.js';
import { cloneDatabase, goBackBefore, onServer } from '../support/databases.js';

const OLD_ROWS = `
  INSERT INTO users (email, email_key, display_name, password_hash) VALUES ('ann', 'ann', 'Ann', '-');
  INSERT INTO projects (name, owner_id) SELECT 'Gärten', max(id) FROM users;
  INSERT INTO tasks (project_id, title, description) SELECT max(id), 'Water the beds', 'Before noon' FROM projects;
  INSERT INTO tasks (project_id, title) SELECT max(id), '…' FROM projects;
  INSERT INTO comments (task_id, body) SELECT min(id), 'Well said' FROM tasks;
  INSERT INTO articles (title, body) VALUES ('On compost', 'It takes time.')`;

const ENTRIES = 'SELECT kind, title, content FROM search_entries ORDER BY kind, id';

const EXPECTED = [
  { kind: 'article', title: ' on compost ', content: ' on compost it takes time ' },
  { kind: 'comment', title: ' ', content: ' well said ' },
  { kind: 'project', title: ' garten ', content: ' garten ' },
  { kind: 'task', title: ' water the beds ', content: ' water the beds before noon ' },
  { kind: 'task', title: ' ', content: ' ' },
];

test('SPEC-021.9: what was there before there was a search is found, and so is what any program adds', async () => {
  const { url, drop } = await cloneDatabase();
  const db = new Client(url);
  await db.connect();
  await goBackBefore(url, AddSearch1797000000501);
  await db.query(OLD_ROWS);
  await migrate(url);
  expect((await db.query(ENTRIES)).rows).toEqual(EXPECTED);
  await db.query('TRUNCATE search_entries; DELETE FROM articles; DELETE FROM projects; DELETE FROM users');
  await db.query(OLD_ROWS);
  expect((await db.query(ENTRIES)).rows).toEqual(EXPECTED);
  await db.query('DELETE FROM articles; DELETE FROM projects');
  expect((await db.query(ENTRIES)).rows).toEqual([]);
  await db.end();
  await drop();
});

test('SPEC-021.2: a database that knows no case beyond ASCII searches without case as well', async () => {
  const { url, drop } = await cloneDatabase();
  const name = `${new URL(url).pathname.slice(1)}_c`;
  await onServer(`CREATE DATABASE ${name} ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0`);
  const other = Object.assign(new URL(url), { pathname: `/${name}` }).href;
  await migrate(other);
  const db = new Client(other);
  await db.connect();
  const { rows } = await db.query<{ text: string }>(`SELECT search_text('ПРИВЕТ, Ärger · ÉTÉ—Łódź Straße') AS text`);
  expect(rows).toEqual([{ text: 'привет arger ete lodz strasse' }]);
  await db.end();
  await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
  await drop();
});

test('SPEC-021.11: whoever starts a newer version is told what is done to a database that is in use', async () => {
  const { url, drop } = await cloneDatabase();
  const db = new Client(url);
  await db.connect();
  await goBackBefore(url, AddSearch1797000000501);
  const said: string[] = [];
  expect(await migrate(url, (line) => said.push(line))).toContain('AddSearch1797000000501');
  expect(said).toEqual([
    expect.stringMatching(/^Migrating the database: AddSearch1797000000501\b.*minutes.*go on working/),
  ]);
  expect(await migrate(url, (line) => said.push(line))).toEqual([]);
  expect(said).toHaveLength(1);
  await db.end();
  await drop();
});
