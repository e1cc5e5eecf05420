import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Steps } from '../src/platform/database/schema/steps.js';

/** The history of a task, without the refused requests that are recorded about it: anybody can cause those. */
export class IndexTaskEvents1797000000104 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const steps = new Steps(runner, this);
    await steps.index(
      'events_task_idx',
      `ON events (subject_id, id) WHERE subject_type = 'task' AND type LIKE 'task.%'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX events_task_idx');
  }
}
