import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Null for what was not traced, and for what the program of before records. */
export class CarryTraces1797000001271 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE events ADD COLUMN traceparent text');
    await runner.query('ALTER TABLE webhook_deliveries ADD COLUMN traceparent text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhook_deliveries DROP COLUMN traceparent');
    await runner.query('ALTER TABLE events DROP COLUMN traceparent');
  }
}
