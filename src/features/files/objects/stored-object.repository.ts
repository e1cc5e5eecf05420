import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';

const GROUP = 'SELECT name FROM object_groups LIMIT 1';

const ORPHANED = `
  SELECT object_key AS key FROM orphaned_objects WHERE orphaned_at <= now() - make_interval(secs => $1)
  ORDER BY orphaned_at LIMIT $2`;

const FORGET = 'DELETE FROM orphaned_objects WHERE object_key = ANY($1::text[])';

const UNKNOWN = `
  SELECT key FROM unnest($1::text[]) AS key
  WHERE NOT EXISTS (SELECT FROM files f WHERE f.object_key = key)
    AND NOT EXISTS (SELECT FROM orphaned_objects o WHERE o.object_key = key)`;

/** What the database knows of the objects in the store. */
@Injectable()
export class StoredObjectRepository {
  private ownGroup: string | undefined;

  constructor(private readonly db: Database) {}

  async group(): Promise<string> {
    this.ownGroup ??= (await this.db.query<{ name: string }>(GROUP))[0]?.name;
    if (!this.ownGroup) throw new Error('The table object_groups is empty.');
    return this.ownGroup;
  }

  /** Never used before. */
  async newKey(): Promise<string> {
    return `${await this.group()}/${randomUUID()}`;
  }

  /** Whose row was deleted so many seconds ago, the oldest first. */
  async listOrphaned(ageSeconds: number, limit: number): Promise<string[]> {
    return keysOf(await this.db.query<{ key: string }>(ORPHANED, [ageSeconds, limit]));
  }

  async forget(keys: readonly string[]): Promise<void> {
    await this.db.execute(FORGET, [keys]);
  }

  /** Those of the keys that no row has, and none had. */
  async unknown(keys: readonly string[]): Promise<string[]> {
    return keys.length > 0 ? keysOf(await this.db.query<{ key: string }>(UNKNOWN, [keys])) : [];
  }
}

function keysOf(rows: { key: string }[]): string[] {
  return rows.map(({ key }) => key);
}
