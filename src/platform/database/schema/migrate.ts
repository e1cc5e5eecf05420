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
export async function migrate(url: string, say: (line: string) => void = () => undefined): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await changeSchema(url, (schema) => applyPending(schema, say, { isAlone: attempt > 1 }));
    } catch (error) {
      if ((error as { code?: string }).code !== DEADLOCK || attempt === ATTEMPTS) throw error;
      say(IN_THE_WAY);
    }
  }
}

const ATTEMPTS = 5;
const DEADLOCK = '40P01';
const IN_THE_WAY =
  'Whoever writes meanwhile and the migrations waited for each other, and PostgreSQL ended the migrations. Nothing was ' +
  'changed; they are applied once more, with every table locked first.';

async function applyPending(
  schema: SchemaChange,
  say: (line: string) => void,
  { isAlone }: { isAlone: boolean },
): Promise<string[]> {
  if (isAlone) await schema.lockTables();
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
