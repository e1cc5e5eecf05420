import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Codes with a salt outlive `SECRET_KEY`; those without are hashed with a key derived from it, as before. */
export class SaltBackupCodes1795219200304 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE backup_codes ADD COLUMN salt bytea');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE backup_codes DROP COLUMN salt');
  }
}
