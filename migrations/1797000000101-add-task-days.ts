import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Steps } from '../src/platform/database/schema/steps.js';

export class AddTaskDays1797000000101 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const steps = new Steps(runner, this);
    await steps.once('days', () =>
      runner.query(`
        ALTER TABLE tasks ADD COLUMN start_on date, ADD COLUMN due_on date,
          ADD CONSTRAINT tasks_days_check CHECK (due_on >= start_on) NOT VALID
      `),
    );
    await steps.validate('tasks', 'tasks_days_check');
    await steps.once('time zones', () =>
      runner.query(`ALTER TABLE users ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC'`),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN time_zone');
    await runner.query('ALTER TABLE tasks DROP COLUMN due_on, DROP COLUMN start_on');
  }
}
