import { changeSchema, type SchemaChange } from '../../platform/database/schema/schema-change.js';
import { storeOf } from '../../platform/files/files.module.js';
import { BackupReader, type Part, type Verified, verifyBackup } from '../container/backup-reader.js';
import { textOf } from '../container/text.js';
import type { AboutBackup } from '../container/format.js';
import { Loading } from '../database/loading.js';
import { clearSchema, contentsOf, takeAlone } from '../database/occupancy.js';
import { RestoredFiles } from '../database/restored-files.js';
import type { SequenceState } from '../database/snapshot.js';
import { OperatorError } from '../operator-error.js';
import { generatedKeysIn, openAlone, type Place } from '../place.js';
import { countOf, Progress, secondsSince } from '../terminal/progress.js';

export interface RestoreOrder {
  file: string;
  place: Place;
  secretKeyPrint: string | null;
  /** Asked where something would be lost; null where nobody is there to answer. */
  agrees: ((question: string) => Promise<boolean>) | null;
  say: (line: string) => void;
}

/** The time to answer a question, or to load a table, has no limit. */
const NO_LIMIT = 0;

/**
 * Puts a backup in the place of what is there: everything or nothing. The file is read to its end before anything is
 * touched, and everything in the database happens in one transaction.
 *
 * @spec SPEC-041
 */
export async function restore(order: RestoreOrder): Promise<void> {
  const { file, place, say } = order;
  const begun = performance.now();
  const verified = await verify(file);
  say(`${file} is whole: made by fasttrack ${verified.about.program} at ${verified.about.madeAt}.`);
  const database = await openAlone(place, say);
  const files = new RestoredFiles(storeOf(place), place.filesDir);
  try {
    const applied = await changeSchema(database.url, (schema) => replace(order, verified, { schema, files }), NO_LIMIT);
    say(summaryOf(verified, { applied, files: files.count, took: secondsSince(begun) }));
    adviceFor(order, verified.about).forEach(say);
  } catch (error) {
    await files.takeOut();
    throw error;
  } finally {
    await database.close();
  }
}

async function verify(file: string): Promise<Verified> {
  const progress = new Progress('reading', 1);
  try {
    return await verifyBackup(file, (position, size) => progress.reach(position / size));
  } finally {
    progress.end();
  }
}

interface Target {
  schema: SchemaChange;
  files: RestoredFiles;
}

/** @returns the migrations that are younger than the backup */
async function replace(order: RestoreOrder, { about }: Verified, { schema, files }: Target): Promise<string[]> {
  const { client } = schema;
  await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
  refuseNewer(about, schema.unknownOf(about.migrations));
  await takeAlone(client);
  await agreeToLose(order, await contentsOf(client));
  await clearSchema(client);
  await schema.apply(new Set(about.migrations));
  const loading = await Loading.begin(client);
  await loadAll(order.file, loading, files);
  await loading.end();
  return schema.apply();
}

function refuseNewer(about: AboutBackup, unknown: readonly string[]): void {
  if (unknown.length === 0) return;
  throw new OperatorError(
    `The backup was made by a newer fasttrack (${about.program}); this one does not know ${unknown.join(', ')}. ` +
      'Restore it with that version or a newer one. Nothing was changed.',
  );
}

async function agreeToLose({ agrees }: RestoreOrder, contents: string | null): Promise<void> {
  if (contents === null) return;
  const question = `This database is not empty: ${contents}. All of it is replaced by the backup.`;
  if (!agrees) throw new OperatorError(`${question} To do that, add --yes. Nothing was changed.`);
  if (!(await agrees(question))) throw new OperatorError('Nothing was changed.');
}

async function loadAll(file: string, loading: Loading, files: RestoredFiles): Promise<void> {
  const reader = await BackupReader.open(file);
  const progress = new Progress('restoring', reader.size);
  try {
    for await (const part of reader.parts()) {
      await load(part, loading, files);
      progress.reach(reader.position);
    }
  } finally {
    progress.end();
    await reader.close();
  }
}

async function load(part: Part, loading: Loading, files: RestoredFiles): Promise<void> {
  const { head } = part;
  switch (head.part) {
    case 'table':
      await part.pour(loading.into(head.name, head.columns));
      return;
    case 'file':
      return files.keep(head.key, part);
    case 'sequences':
      return loading.setSequences(await statesIn(part));
    case 'about':
      await textOf(part);
  }
}

async function statesIn(part: Part): Promise<SequenceState[]> {
  const lines = (await textOf(part)).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as SequenceState);
}

function summaryOf({ tables }: Verified, done: { applied: string[]; files: number; took: string }): string {
  const migrated = done.applied.length > 0 ? ` Then migrated: ${done.applied.join(', ')}.` : '';
  return `Restored ${countOf(tables, 'table')} and ${countOf(done.files, 'file')} in ${done.took}.${migrated}`;
}

function adviceFor({ place, secretKeyPrint }: RestoreOrder, about: AboutBackup): string[] {
  const advice: string[] = [];
  if (!about.hasFiles) advice.push('The backup has no files: they are in the S3 store of the place that it is from.');
  if (about.secretKeyPrint && secretKeyPrint && about.secretKeyPrint !== secretKeyPrint)
    advice.push('Warning: SECRET_KEY is another one than that of the backup. Second factors can not be read with it.');
  if (!secretKeyPrint && !place.databaseUrl && generatedKeysIn(place.dataDir).length === 0)
    advice.push(
      `Keys are in no backup: put secret-key and jwt-private-key.pem of the old .data into ${place.dataDir} before you ` +
        'start. Without them new ones are made, and second factors can not be read.',
    );
  return advice;
}
