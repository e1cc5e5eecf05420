import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Every } from '../../../platform/events/on.js';
import { FileStore } from '../../../platform/files/stores/file-store.js';
import { Uploads } from '../../../platform/files/uploads.js';
import { StoredObjectRepository } from './stored-object.repository.js';

/** In seconds: a backup that copies the files after the database finds what the database knows. */
const GRACE_SECONDS = 3_600;
const BATCH = 100;
const AT_ONCE = 10;

/**
 * Removes the bytes that no row has pointed to for an hour: of rows that were deleted, and of uploads that a crash has
 * left behind. It runs at the start of each instance, and once an hour on one of them. Two that overlap do no harm.
 *
 * @spec SPEC-020.20
 */
@Injectable()
export class FileSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(FileSweep.name);
  private running: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(
    private readonly db: Database,
    private readonly objects: StoredObjectRepository,
    private readonly store: FileStore,
    private readonly uploads: Uploads,
  ) {}

  onApplicationBootstrap(): void {
    this.begin();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    await this.running;
  }

  /** The claim commits first: what follows talks to the store, and takes as long as that takes. */
  @Every({ minutes: 60, as: 'sweep-files' })
  hourly(): Promise<void> {
    this.db.afterCommit(() => this.begin());
    return Promise.resolve();
  }

  async sweep(graceSeconds = GRACE_SECONDS): Promise<void> {
    await this.uploads.clear(graceSeconds * 1_000);
    await this.removeOrphaned(graceSeconds);
    await this.removeUnknown(graceSeconds);
  }

  private begin(): void {
    this.running = this.running
      .then(() => (this.isClosed ? undefined : this.db.outside(() => this.sweep())))
      .catch((error: unknown) => this.logger.warn(`Files wait for the next sweep: ${String(error)}`));
  }

  private async removeOrphaned(graceSeconds: number): Promise<void> {
    for (let count = BATCH; count === BATCH && !this.isClosed;) {
      const keys = await this.objects.listOrphaned(graceSeconds, BATCH);
      await this.removeAll(keys);
      await this.objects.forget(keys);
      count = keys.length;
    }
  }

  private async removeUnknown(graceSeconds: number): Promise<void> {
    for await (const objects of this.store.list(await this.objects.group())) {
      const before = Date.now() - graceSeconds * 1_000;
      const old = objects.filter(({ storedAt }) => storedAt.getTime() <= before).map(({ key }) => key);
      await this.removeAll(await this.objects.unknown(old));
      if (this.isClosed) return;
    }
  }

  private async removeAll(keys: readonly string[]): Promise<void> {
    for (let first = 0; first < keys.length; first += AT_ONCE)
      await Promise.all(keys.slice(first, first + AT_ONCE).map((key) => this.store.remove(key)));
  }
}
