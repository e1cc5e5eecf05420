import { rm } from 'node:fs/promises';

/** A file that has arrived and lies in the folder of uploads. */
export class ReceivedFile {
  /** The key under which a store keeps it by now. */
  objectKey: string | undefined;

  constructor(
    /** As the client calls it, without folders; undefined where it has no name. */
    readonly name: string | undefined,
    readonly path: string,
    readonly content: { size: number; sha256: string; contentType: string },
  ) {}

  async discard(): Promise<void> {
    await rm(this.path, { force: true });
  }

  /** What makes it the same file, for `Idempotency-Key`. */
  toJSON(): object {
    return { name: this.name, sha256: this.content.sha256 };
  }
}
