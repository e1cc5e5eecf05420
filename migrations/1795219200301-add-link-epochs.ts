import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What ends the open links of a person counts one up; a link is good while its count is the person's. */
export class AddLinkEpochs1795219200301 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ADD COLUMN link_epoch bigint NOT NULL DEFAULT 0');
    await runner.query('ALTER TABLE mail_links ADD COLUMN epoch bigint NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE mail_links DROP COLUMN epoch');
    await runner.query('ALTER TABLE users DROP COLUMN link_epoch');
  }
}
