import { migrate } from '../../platform/database/schema/migrate.js';
import { openAlone, type Place } from '../place.js';
import { countOf } from '../terminal/progress.js';

/**
 * As the start does it, and no more: for a job that runs before the instances do.
 *
 * @spec SPEC-042.9
 */
export async function migrateAlone({ place, say }: { place: Place; say: (line: string) => void }): Promise<void> {
  const database = await openAlone(place, say);
  try {
    const applied = await migrate(database.url, say);
    applied.forEach((name) => say(`  ${name}`));
    say(applied.length === 0 ? 'Nothing was pending.' : `Applied ${countOf(applied.length, 'migration')}.`);
  } finally {
    await database.close();
  }
}
