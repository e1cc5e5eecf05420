import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCausedMails1795219200402 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE caused_mails (
        event_id bigint NOT NULL,
        address_hash bytea NOT NULL,
        sender_id bigint,
        counted_at timestamptz(3) NOT NULL,
        CONSTRAINT caused_mails_pkey PRIMARY KEY (event_id, address_hash)
      )
    `);
    await runner.query('CREATE INDEX caused_mails_address_idx ON caused_mails (address_hash, counted_at)');
    await runner.query('CREATE INDEX caused_mails_sender_idx ON caused_mails (sender_id, counted_at)');
    await runner.query('CREATE INDEX caused_mails_counted_at_idx ON caused_mails (counted_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE caused_mails');
  }
}
