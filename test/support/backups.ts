import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp } from '../../src/operations/commands/backup.js';
import { restore } from '../../src/operations/commands/restore.js';
import type { Place } from '../../src/operations/place.js';
import { ask } from './ask.js';

/** A place for backups of one test file, and the commands as an operator calls them. */
export class Operator {
  readonly folder = mkdtempSync(join(tmpdir(), 'fasttrack-backups-'));
  /** What the commands said. */
  said: string[] = [];
  private made = 0;

  place(databaseUrl: string, filesDir = join(this.folder, `files-${++this.made}`)): Place {
    return { databaseUrl, dataDir: this.folder, filesDir, s3: null };
  }

  async backUp(
    place: Place,
    file = join(this.folder, `${++this.made}.backup`),
    secretKeyPrint = null,
  ): Promise<string> {
    await backUp({ file, place, secretKeyPrint, say: (line) => this.said.push(line) });
    return file;
  }

  restore(
    file: string,
    place: Place,
    {
      agrees = null,
      print = null,
    }: { agrees?: ((question: string) => Promise<boolean>) | null; print?: string | null } = {},
  ): Promise<void> {
    return restore({ file, place, secretKeyPrint: print, agrees, say: (line) => this.said.push(line) });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Every row of every table, and where every sequence is. */
export async function everythingIn(url: string): Promise<Record<string, unknown>> {
  const relations = await ask(
    url,
    `SELECT relname AS name, relkind AS kind FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') ORDER BY relname`,
  );
  const found: Record<string, unknown> = {};
  for (const { name, kind } of relations as { name: string; kind: string }[]) {
    const sql =
      kind === 'S'
        ? `SELECT last_value, is_called FROM ${name}`
        : `SELECT t::text AS row FROM ${name} t ORDER BY t::text COLLATE "C"`;
    found[name] = await ask(url, sql);
  }
  return found;
}

/** What a schema is made of, whoever made it and in which order. */
export async function schemaOf(url: string): Promise<unknown> {
  return ask(
    url,
    `SELECT conrelid::regclass::text AS of, conname AS name, pg_get_constraintdef(oid) || convalidated::text AS is
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
     UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL SELECT 'view', viewname, definition FROM pg_views WHERE schemaname = 'public'
     UNION ALL SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     UNION ALL SELECT table_name, column_name, concat_ws(' ', data_type, is_nullable, column_default, is_identity)
       FROM information_schema.columns WHERE table_schema = 'public'
     ORDER BY 1, 2, 3`,
  );
}
