import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ConfirmEmails1795219200301 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ADD COLUMN email_confirmed_at timestamptz(3)');
    await runner.query('UPDATE users SET email_confirmed_at = created_at');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN email_confirmed_at');
  }
}
