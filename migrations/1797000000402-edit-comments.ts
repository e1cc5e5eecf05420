import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Comments can be edited, and mention people. */
export class EditComments1797000000402 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE comments ADD COLUMN mention_ids bigint[] NOT NULL DEFAULT '{}',
        ADD COLUMN version integer NOT NULL DEFAULT 1,
        ADD COLUMN edited_at timestamptz(3)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE comments DROP COLUMN mention_ids, DROP COLUMN version, DROP COLUMN edited_at');
  }
}
