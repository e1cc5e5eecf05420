import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The history of a task, without the refused requests that are recorded about it: anybody can cause those. */
export class IndexTaskEvents1797000000104 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX events_task_idx ON events (subject_id, id) WHERE subject_type = 'task' AND type LIKE 'task.%'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX events_task_idx');
  }
}
