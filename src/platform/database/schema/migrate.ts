import { changeSchema, type SchemaChange } from './schema-change.js';
import { NewerSchema } from './newer-schema.js';

/**
 * Applies what is pending, once, however many instances start together.
 *
 * @param url a direct connection, never a transaction pooler
 * @param say hears what is about to be applied to a database that is in use
 * @returns the names of the migrations that were applied
 * @throws NewerSchema where the database has some that are not ours; nothing was changed
 * @spec SPEC-012.32
 */
export function migrate(url: string, say: (line: string) => void = () => undefined): Promise<string[]> {
  return changeSchema(url, (schema) => applyPending(schema, say));
}

async function applyPending(schema: SchemaChange, say: (line: string) => void): Promise<string[]> {
  const executed = await schema.executed();
  const unknown = schema.unknownOf(executed);
  if (unknown.length > 0) throw new NewerSchema(unknown);
  if (executed.length > 0) announce(await schema.pending(), say);
  return schema.apply();
}

function announce(pending: readonly string[], say: (line: string) => void): void {
  if (pending.length === 0) return;
  say(
    `Migrating the database: ${pending.join(', ')}. With many rows this takes minutes; whoever writes waits meanwhile.`,
  );
}
