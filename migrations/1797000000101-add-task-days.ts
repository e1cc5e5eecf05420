import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddTaskDays1797000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tasks ADD COLUMN start_on date, ADD COLUMN due_on date,
        ADD CONSTRAINT tasks_days_check CHECK (due_on >= start_on)
    `);
    await runner.query(`
      ALTER TABLE users ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN time_zone');
    await runner.query('ALTER TABLE tasks DROP COLUMN due_on, DROP COLUMN start_on');
  }
}
