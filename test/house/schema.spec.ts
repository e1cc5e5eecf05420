import { createDataSource } from '../../src/platform/database/data-source.js';
import { entityClasses } from '../../src/platform/database/schema/code-files.js';
import { cloneDatabase } from '../support/databases.js';

/** Rows that no entity maps: the migrations' own list. */
const WITHOUT_ENTITY = ['migrations'];

/** Their tables are called `all_…`: see the migration that adds the trash. */
const VIEWS_OF_LIVE_ROWS = ['tasks', 'projects'];

describe('The schema', () => {
  test('SPEC-012.15: that the migrations make from nothing equals the entities', async () => {
    const { url, drop } = await cloneDatabase();
    const dataSource = createDataSource({ url, poolMax: 1, entities: await entityClasses() });
    await dataSource.initialize();
    for (const name of VIEWS_OF_LIVE_ROWS) {
      await dataSource.query(`DROP VIEW ${name}`);
      await dataSource.query(`ALTER TABLE all_${name} RENAME TO ${name}`);
    }
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    const tables = await dataSource.query<{ name: string }[]>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
    );
    const mapped = dataSource.entityMetadatas.map(({ tableName }) => tableName);
    await dataSource.destroy();
    await drop();
    // You changed an entity without a migration, or a migration without its entity: these statements are the difference.
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    expect(tables.map(({ name }) => name).filter((name) => !mapped.includes(name))).toEqual(WITHOUT_ENTITY);
  });

  test('has an index for every foreign key', async () => {
    const { url, drop } = await cloneDatabase();
    const dataSource = createDataSource({ url, poolMax: 1 });
    await dataSource.initialize();
    const bare = await dataSource.query<{ name: string }[]>(
      `SELECT c.conname AS name FROM pg_constraint c
       WHERE c.contype = 'f' AND NOT EXISTS (
         SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])`,
    );
    await dataSource.destroy();
    await drop();
    // Deleting a parent looks for its children: without an index that is a scan of the whole table.
    expect(bare).toEqual([]);
  });
});
