import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCalendarAddresses1797000001251 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calendar_addresses (
        user_id bigint NOT NULL,
        token_hash bytea NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT calendar_addresses_pkey PRIMARY KEY (user_id),
        CONSTRAINT calendar_addresses_hash_key UNIQUE (token_hash),
        CONSTRAINT calendar_addresses_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE calendar_addresses');
  }
}
