import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Steps } from '../src/platform/database/schema/steps.js';

const VIEW = 'SELECT * FROM all_tasks WHERE deleted_at IS NULL';

/** Tasks that come again. What comes after one is written once; it is no foreign key, since it stays when that is gone. */
export class AddRecurrence1797000000803 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const steps = new Steps(runner, this);
    await steps.once('columns', async () => {
      // The view before its table, as whoever reads it does: else they would wait for each other.
      await runner.query('LOCK TABLE tasks IN ACCESS EXCLUSIVE MODE');
      await runner.query(`
        ALTER TABLE all_tasks ADD COLUMN recurrence jsonb, ADD COLUMN recurrence_nth integer NOT NULL DEFAULT 1,
          ADD COLUMN successor_id bigint,
          ADD CONSTRAINT tasks_recurrence_check CHECK (recurrence IS NULL OR due_on IS NOT NULL) NOT VALID
      `);
      await runner.query(`CREATE OR REPLACE VIEW tasks AS ${VIEW}`);
    });
    await steps.validate('all_tasks', 'tasks_recurrence_check');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW tasks');
    await runner.query(`
      ALTER TABLE all_tasks DROP COLUMN successor_id, DROP COLUMN recurrence_nth, DROP COLUMN recurrence
    `);
    await runner.query(`CREATE VIEW tasks AS ${VIEW}`);
  }
}
