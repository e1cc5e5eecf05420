import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeOfValues } from '../../src/operations/place.js';
import { examineConfig } from '../../src/platform/config/config.js';
import { verifyBackup } from '../../src/operations/container/backup-reader.js';
import { AddTrash1797000000701 } from '../../migrations/1797000000701-add-trash.js';
import { migrate } from '../../src/platform/database/schema/migrate.js';
import { type TestApp, startApp } from '../support/app.js';
import { ask } from '../support/ask.js';
import { everythingIn, Operator, schemaOf } from '../support/backups.js';
import { cloneDatabase, goBackBefore, type TestDatabase } from '../support/databases.js';
import { download, type MadeFile, uploaded } from '../support/files.js';
import { bucketPlace } from '../support/file-stores.js';
import type { Person } from '../support/people.js';

const operator = new Operator();
const filesDir = join(operator.folder, 'files');
let app: TestApp;
let ann: Person;
let project: { id: number };
let task: { id: number };
let files: readonly MadeFile[];
let backup: string;

beforeAll(async () => {
  app = await startApp({ FILES_DIR: filesDir });
  ann = await app.person('Ann');
  project = (await ann.post('/projects', { name: 'Garden' })).body.data;
  task = (await ann.post(`/projects/${project.id}/tasks`, { title: 'Water the beds', due_on: '2026-05-01' })).body.data;
  await ann.post(`/tasks/${task.id}/comments`, { body: 'Tab\there, newline\nthere, a \\ and \\N, ünï©ode 庭 🌱' });
  files = [await uploaded(ann, task, 'Water.'), await uploaded(ann, task, Buffer.alloc(300_000, 'seeds'))];
  const spoilt: { id: number } = (await ann.post(`/projects/${project.id}/tasks`, { title: 'Nothing' })).body.data;
  await ann.delete(`/tasks/${spoilt.id}`);
  await app.idle();
  await app.quieten();
  backup = await operator.backUp(operator.place(app.databaseUrl, filesDir));
});

afterAll(async () => {
  await app.stop();
  operator.remove();
});

let target: TestDatabase;
beforeEach(async () => {
  target = await cloneDatabase();
  operator.said = [];
});
afterEach(() => target.drop());

/** Every file below a folder, with its content. */
function bytesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = names.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length), readFileSync(path, 'latin1')]));
}

const PAGES = () => [
  ...['/users/me', '/projects'],
  `/projects/${project.id}`,
  `/projects/${project.id}/tasks`,
  `/projects/${project.id}/trash`,
  `/projects/${project.id}/changes`,
  `/tasks/${task.id}/comments`,
  `/tasks/${task.id}/files`,
  `/tasks/${task.id}/history`,
  '/notifications',
  '/search?query=water',
];

async function shownTo(person: Person): Promise<string[]> {
  const answers = await Promise.all(PAGES().map((path) => person.get(path)));
  return answers.map(({ status, body }) => `${status} ${JSON.stringify(body.data)}`);
}

describe('a backup', () => {
  it('SPEC-041.1: brings back every row, every file, and what the API shows, byte for byte', async () => {
    const place = operator.place(target.url);
    await operator.restore(backup, place);
    expect(await everythingIn(target.url)).toEqual(await everythingIn(app.databaseUrl));
    expect(await schemaOf(target.url)).toEqual(await schemaOf(app.databaseUrl));
    expect(bytesBelow(place.filesDir)).toEqual(bytesBelow(filesDir));
    expect(Object.keys(bytesBelow(place.filesDir))).toHaveLength(2);
    const restored = await startApp({ DATABASE_URL: target.url, FILES_DIR: place.filesDir });
    const there = ann.at(restored.url);
    expect(await shownTo(there)).toEqual(await shownTo(ann));
    for (const file of files)
      expect((await download(there, file)).bytes.equals((await download(ann, file)).bytes)).toBe(true);
    const next = await there.post(`/projects/${project.id}/tasks`, { title: 'The next one' });
    expect(next.body.data).toMatchObject({ number: 3 });
    await restored.stop();
  });

  it('SPEC-041.1: brings the files of a folder into a bucket where there is one', async () => {
    const bucket = await bucketPlace();
    const place = placeOfValues(examineConfig({ DATABASE_URL: target.url, ...bucket.env }).values);
    await operator.restore(backup, place);
    expect(operator.said.at(-1)).toContain('and 2 files in');
    expect(bucket.objects().length).toBeGreaterThan(1);
    await operator.restore(backup, place, { agrees: () => Promise.resolve(true) });
    const restored = await startApp({ DATABASE_URL: target.url, ...bucket.env });
    for (const file of files)
      expect((await download(ann.at(restored.url), file)).bytes.equals((await download(ann, file)).bytes)).toBe(true);
    await restored.stop();
    await bucket.remove();
  });

  it('SPEC-041.2: is the database at one moment, while people write and delete', async () => {
    let isOver = false;
    const writing = Array.from({ length: 4 }, async () => {
      for (let made = 0; !isOver || made < 3; made++) {
        const { body } = await ann.post(`/projects/${project.id}/tasks`, { title: `Weed bed ${made}` });
        const bed: { id: number } = body.data;
        await ann.post(`/tasks/${bed.id}/comments`, { body: 'All of it.' });
        if (made % 2) await ann.delete(`/tasks/${bed.id}?permanently=true`);
      }
    });
    const file = await operator.backUp(operator.place(app.databaseUrl, filesDir));
    isOver = true;
    await Promise.all(writing);
    await operator.restore(file, operator.place(target.url));
    const [found] = await ask(
      target.url,
      `SELECT count(*) FILTER (WHERE e.id IS NULL)::int AS "withoutEvent",
         count(*) FILTER (WHERE t.id IS NULL AND NOT EXISTS (
           SELECT FROM events d WHERE d.subject_type = 'task' AND d.subject_id = e.subject_id AND d.id > e.id
         ))::int AS "withoutTask"
       FROM all_tasks t FULL JOIN (SELECT * FROM events WHERE type = 'task.created') e ON e.subject_id = t.id`,
    );
    expect(found).toEqual({ withoutEvent: 0, withoutTask: 0 });
  });

  it('SPEC-041.3: that was cut short, or altered in any byte, is refused before anything is changed', async () => {
    const bytes = readFileSync(backup);
    const before = await everythingIn(target.url);
    const damaged = join(operator.folder, 'damaged.backup');
    const cuts = [0, 5, 19, 23, 500, bytes.length >> 1, bytes.length - 1].map((end) => bytes.subarray(0, end));
    const step = Math.ceil(bytes.length / 60);
    const flips = Array.from({ length: Math.floor(bytes.length / step) }, (_, nth) => {
      const copy = Buffer.from(bytes);
      copy[nth * step] = (copy[nth * step] as number) ^ 1;
      return copy;
    });
    for (const content of [...cuts, ...flips, Buffer.concat([bytes, Buffer.from('x')])]) {
      writeFileSync(damaged, content);
      await expect(verifyBackup(damaged, () => undefined)).rejects.toThrow(/damaged|cut short|no backup/);
    }
    await expect(operator.restore(damaged, operator.place(target.url))).rejects.toThrow('Nothing was changed');
    expect(await everythingIn(target.url)).toEqual(before);
  });

  it('SPEC-041.4: names what made it, and one of a newer schema is refused', async () => {
    const { about, files: count } = await verifyBackup(backup, () => undefined);
    expect(about).toMatchObject({ program: '0.1.0', hasFiles: true });
    expect(about.migrations.at(0)).toBe('CreateEvents1795219200001');
    expect(count).toBe(2);
    const newer = await cloneDatabase();
    await ask(newer.url, "INSERT INTO migrations (timestamp, name) VALUES (1, 'FlyToTheMoon2795219200001')");
    const file = await operator.backUp(operator.place(newer.url));
    await expect(operator.restore(file, operator.place(target.url))).rejects.toThrow(
      /newer fasttrack \(0\.1\.0\).*FlyToTheMoon2795219200001.*Nothing was changed/,
    );
    await newer.drop();
  });

  it('SPEC-041.5: of an older schema is restored as it was and migrated, as the database would have been', async () => {
    const older = await cloneDatabase();
    await operator.restore(backup, operator.place(older.url));
    await goBackBefore(older.url, AddTrash1797000000701);
    const file = await operator.backUp(operator.place(older.url, filesDir));
    await operator.restore(file, operator.place(target.url));
    expect(operator.said.at(-1)).toContain('Then migrated: AddTrash1797000000701, ');
    await migrate(older.url);
    expect(await schemaOf(target.url)).toEqual(await schemaOf(older.url));
    const ignored = { migrations: expect.anything(), migrations_id_seq: expect.anything() };
    expect(await everythingIn(target.url)).toEqual({ ...(await everythingIn(older.url)), ...ignored });
    await older.drop();
  });

  it('SPEC-041.6: replaces what is there only when somebody agrees', async () => {
    const place = operator.place(target.url);
    await operator.restore(backup, place);
    await ask(target.url, "UPDATE users SET display_name = 'Somebody'");
    const mine = await everythingIn(target.url);
    await expect(operator.restore(backup, place)).rejects.toThrow(
      /not empty: \d+ accounts, 1 project, \d+ tasks?\..*add --yes/,
    );
    const asked: string[] = [];
    const answer = (word: boolean) => (question: string) => Promise.resolve(asked.push(question) > 0 && word);
    await expect(operator.restore(backup, place, { agrees: answer(false) })).rejects.toThrow('Nothing was changed');
    expect(await everythingIn(target.url)).toEqual(mine);
    await operator.restore(backup, place, { agrees: answer(true) });
    expect(asked).toHaveLength(2);
    expect(await ask(target.url, "SELECT FROM users WHERE display_name = 'Somebody'")).toHaveLength(0);
  });

  it('SPEC-041.7: is not restored under a running program, nor over the tables of another one', async () => {
    await expect(operator.restore(backup, operator.place(app.databaseUrl))).rejects.toThrow(
      /1 instance of the program runs on this database .*Stop all of them/,
    );
    const other = await cloneDatabase();
    await ask(other.url, 'DROP SCHEMA public CASCADE');
    await ask(other.url, 'CREATE SCHEMA public CREATE TABLE recipes (id int)');
    await expect(operator.restore(backup, operator.place(other.url))).rejects.toThrow(/other tables .*recipes/);
    await expect(operator.backUp(operator.place(other.url))).rejects.toThrow('no tables of fasttrack');
    await other.drop();
  });

  it('SPEC-041.8: comes back whole or not at all', async () => {
    const place = operator.place(target.url);
    const second =
      Object.keys(bytesBelow(filesDir)).find((path) => bytesBelow(filesDir)[path]?.includes('seeds')) ?? '';
    mkdirSync(join(place.filesDir, second, 'in the way'), { recursive: true });
    const before = await everythingIn(target.url);
    await expect(operator.restore(backup, place)).rejects.toThrow();
    expect(await everythingIn(target.url)).toEqual(before);
    expect(bytesBelow(place.filesDir)).toEqual({});
  });

  it('SPEC-041.9: takes the place of an older backup and of nothing else, and a failed one leaves nothing', async () => {
    const other = join(operator.folder, 'notes.txt');
    writeFileSync(other, 'notes');
    const place = operator.place(app.databaseUrl, filesDir);
    await expect(operator.backUp(place, other)).rejects.toThrow('is there already and is no backup');
    expect(readFileSync(other, 'utf8')).toBe('notes');
    await expect(operator.backUp(place, join(operator.folder, 'nowhere', 'a'))).rejects.toThrow('Make it first');
    const again = join(operator.folder, 'again.backup');
    writeFileSync(again, readFileSync(backup).subarray(0, 100));
    await operator.backUp(place, again);
    await verifyBackup(again, () => undefined);
    expect(readdirSync(operator.folder).filter((name) => name.includes('.part-'))).toEqual([]);
  });

  it('SPEC-041.10: tells of files whose bytes are not there, and of files that stay in S3', async () => {
    await operator.backUp(operator.place(app.databaseUrl));
    expect(operator.said.at(-1)).toMatch(/Warning: the bytes of 2 files are not there/);
    const s3 = { url: 'http://127.0.0.1:1', bucket: 'b-b', accessKeyId: 'a', secretAccessKey: 's', region: 'r' };
    const file = await operator.backUp({ ...operator.place(app.databaseUrl), s3 });
    expect(operator.said.at(-1)).toContain('Files are in S3 and not in this backup');
    await operator.restore(file, operator.place(target.url));
    expect(operator.said.at(-1)).toContain('The backup has no files');
  });

  it('SPEC-041.11: has no key, and a restore under another SECRET_KEY says so', async () => {
    const file = join(operator.folder, 'keyed.backup');
    await operator.backUp(operator.place(app.databaseUrl, filesDir), file, '01234567' as never);
    await operator.restore(file, operator.place(target.url), { print: '76543210' });
    expect(operator.said.at(-1)).toContain('SECRET_KEY is another one than that of the backup');
  });
});
