import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One event may cause mails to many people. Where one of them fails, the others get theirs once. */
export class RememberSentMails1797000000405 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE caused_mails ADD COLUMN sent_at timestamptz(3)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE caused_mails DROP COLUMN sent_at');
  }
}
