import { changeSchemaInSteps, type SchemaChange } from './schema-change.js';
import { NewerSchema } from './newer-schema.js';
import { upgradeSchema } from './upgrade-schema.js';

/**
 * Applies what is pending, once, however many instances start together. An empty database gets its schema in one
 * transaction; one that is in use is upgraded in steps, while instances of the version before go on working.
 *
 * @param url a direct connection, never a transaction pooler
 * @param say hears what is about to be applied to a database that is in use, and what takes long
 * @returns the names of the migrations that were applied
 * @throws NewerSchema where the database has some that are not ours; nothing was changed
 * @throws UpgradeStopped
 * @spec SPEC-012.32
 */
export async function migrate(url: string, say: (line: string) => void = () => undefined): Promise<string[]> {
  return changeSchemaInSteps(url, (schema) => applyPending(schema, say));
}

async function applyPending(schema: SchemaChange, say: (line: string) => void): Promise<string[]> {
  const executed = await schema.executed();
  const unknown = schema.unknownOf(executed);
  if (unknown.length > 0) throw new NewerSchema(unknown);
  if (executed.length === 0) return schema.inTransaction(() => schema.apply());
  return upgradeSchema(schema, {
    begins: (pending) => say(announcementOf(pending)),
    waits: (name) => say(`${name}: somebody holds what it needs. It is tried again until that is free.`),
    applied: (name, tookMs) => {
      if (tookMs > LONG_MS) say(`${name} took ${Math.round(tookMs / 1_000)} s.`);
    },
  });
}

const LONG_MS = 5_000;

function announcementOf(pending: readonly string[]): string {
  return (
    `Migrating the database: ${pending.join(', ')}. With many rows this takes minutes; instances of the version before ` +
    'go on working meanwhile.'
  );
}
