import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateKeptAnswers1795219200007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE kept_answers (
        user_id bigint NOT NULL,
        path text NOT NULL,
        key text NOT NULL,
        body_hash bytea NOT NULL,
        answer bytea NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT kept_answers_pkey PRIMARY KEY (user_id, path, key)
      )
    `);
    await runner.query(`
      CREATE INDEX kept_answers_created_at_idx ON kept_answers (created_at)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE kept_answers');
  }
}
