import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { packageRoot } from '../../platform/config/paths.js';
import { storeOf } from '../../platform/files/files.module.js';
import type { FileStore } from '../../platform/files/stores/file-store.js';
import { BackupWriter } from '../container/backup-writer.js';
import type { AboutBackup } from '../container/format.js';
import { type FileRow, Snapshot, type Table } from '../database/snapshot.js';
import { openToRead, type Place } from '../place.js';
import { countOf, Progress, secondsSince, sizeOf } from '../terminal/progress.js';

export interface BackupOrder {
  file: string;
  place: Place;
  /** Of `SECRET_KEY`, so that a restore can tell another one; null where it is not known. */
  secretKeyPrint: string | null;
  say: (line: string) => void;
}

/**
 * Writes the whole database at one moment, and the files that it points to, into one file. Nobody waits for it.
 *
 * @spec SPEC-041
 */
export async function backUp(order: BackupOrder): Promise<void> {
  const { place, say } = order;
  const begun = performance.now();
  const database = await openToRead(place, say);
  try {
    const snapshot = await Snapshot.open(database.url);
    const writing = new Writing(order, snapshot, await BackupWriter.open(order.file).catch(closing(snapshot)));
    await writing.all().finally(() => snapshot.close());
    say(writing.summary(secondsSince(begun)));
  } finally {
    await database.close();
  }
}

function closing(snapshot: Snapshot): (error: unknown) => Promise<never> {
  return async (error) => {
    await snapshot.close();
    throw error;
  };
}

/** One backup while it is written. */
class Writing {
  private progress = new Progress('backup', 0);
  private files = 0;
  private readonly missing: string[] = [];
  private readonly passed = (bytes: number) => this.progress.advance(bytes);

  constructor(
    private readonly order: BackupOrder,
    private readonly snapshot: Snapshot,
    private readonly writer: BackupWriter,
  ) {}

  async all(): Promise<void> {
    try {
      const takesFiles = this.snapshot.hasFiles && this.order.place.s3 === null;
      const sizeOfFiles = takesFiles ? await this.snapshot.sizeOfFiles() : 0;
      this.progress = new Progress('backup', this.snapshot.bytes + sizeOfFiles);
      await this.add(aboutThis(this.order, this.snapshot), []);
      await this.rows();
      if (takesFiles) await this.filesOf(storeOf(this.order.place));
      await this.writer.finish();
    } catch (error) {
      await this.writer.discard();
      throw error;
    } finally {
      this.progress.end();
    }
  }

  private async rows(): Promise<void> {
    let before = 0;
    for (const table of this.snapshot.tables) {
      await this.table(table);
      this.progress.reach((before += table.bytes));
    }
    const states = (await this.snapshot.sequences()).map((state) => Buffer.from(`${JSON.stringify(state)}\n`));
    await this.add({ part: 'sequences' }, states);
  }

  private async table(table: Table): Promise<void> {
    const rows = this.snapshot.read(table);
    await this.writer.add({ part: 'table', name: table.name, columns: table.columns }, rows, this.passed);
  }

  private async filesOf(store: FileStore): Promise<void> {
    for await (const row of this.snapshot.files()) {
      const bytes = await store.read(row.key).catch(() => null);
      if (bytes) await this.file(row, bytes);
      else this.missing.push(row.key);
    }
  }

  private async file({ key, size, sha256 }: FileRow, bytes: Readable): Promise<void> {
    const end = await this.writer.add({ part: 'file', key }, bytes, this.passed);
    this.files++;
    if (end.bytes !== size || end.sha256 !== sha256) this.order.say(`Warning: the file ${key} is not as it was sent.`);
  }

  private async add(head: AboutBackup | { part: 'sequences' }, content: Buffer[]): Promise<void> {
    await this.writer.add(head, Readable.from(content), () => undefined);
  }

  summary(took: string): string {
    const { file, place } = this.order;
    const held = [countOf(this.snapshot.tables.length, 'table'), countOf(this.files, 'file')].join(', ');
    const lines = [`${file}: ${held}, ${sizeOf(this.writer.bytes)}, in ${took}.`];
    if (place.s3) lines.push('Files are in S3 and not in this backup: keep the bucket, or copies of it, as long.');
    if (this.missing.length > 0) lines.push(whatIsMissing(this.missing));
    return lines.join('\n');
  }
}

function whatIsMissing(keys: readonly string[]): string {
  return (
    `Warning: the bytes of ${countOf(keys.length, 'file')} are not there, and not in this backup, such as ${keys[0]}. ` +
    'Files that were deleted while it ran are no loss; otherwise FILES_DIR is not the folder of this database.'
  );
}

function aboutThis({ place, secretKeyPrint }: BackupOrder, snapshot: Snapshot): AboutBackup {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  return {
    part: 'about',
    program: version,
    madeAt: new Date().toISOString(),
    migrations: [...snapshot.migrations],
    hasFiles: place.s3 === null,
    secretKeyPrint,
  };
}
