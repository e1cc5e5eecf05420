import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts are people's, or services of programs. */
export class TellKindsOfUsers1797000000401 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users ADD COLUMN kind text NOT NULL DEFAULT 'person',
        ADD CONSTRAINT users_kind_check CHECK (kind IN ('person', 'service'))
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN kind');
  }
}
