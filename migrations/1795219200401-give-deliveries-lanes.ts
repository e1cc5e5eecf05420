import type { MigrationInterface, QueryRunner } from 'typeorm';

export class GiveDeliveriesLanes1795219200401 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE deliveries ADD COLUMN bulk boolean NOT NULL DEFAULT false');
    await runner.query(`
      CREATE INDEX deliveries_lane_idx ON deliveries (outside, bulk, due_at, event_id) WHERE dead_at IS NULL
    `);
    await runner.query('DROP INDEX deliveries_due_idx');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX deliveries_due_idx ON deliveries (outside, due_at, event_id) WHERE dead_at IS NULL
    `);
    await runner.query('DROP INDEX deliveries_lane_idx');
    await runner.query('ALTER TABLE deliveries DROP COLUMN bulk');
  }
}
