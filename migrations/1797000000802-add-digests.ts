import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Steps } from '../src/platform/database/schema/steps.js';

/** Who was told on which morning what is due, and how far each morning has come in each time zone. */
export class AddDigests1797000000802 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const steps = new Steps(runner, this);
    await steps.once('tables', async () => {
      await runner.query(`
      CREATE TABLE digests (
        user_id bigint NOT NULL,
        day date NOT NULL,
        CONSTRAINT digests_pkey PRIMARY KEY (user_id, day),
        CONSTRAINT digests_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )
    `);
      await runner.query('CREATE INDEX digests_day_idx ON digests (day)');
      await runner.query(`
      CREATE TABLE mornings (
        time_zone text NOT NULL,
        day date NOT NULL,
        last_user_id bigint NOT NULL DEFAULT 0,
        is_over boolean NOT NULL DEFAULT false,
        CONSTRAINT mornings_pkey PRIMARY KEY (time_zone, day)
      )
    `);
    });
    await steps.index('users_time_zone_idx', 'ON users (time_zone, id) WHERE is_active');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX users_time_zone_idx');
    await runner.query('DROP TABLE mornings');
    await runner.query('DROP TABLE digests');
  }
}
