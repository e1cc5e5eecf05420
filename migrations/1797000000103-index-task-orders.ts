import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lists of tasks are sorted by before the id. */
const KEYS = {
  due: `(COALESCE(due_on, 'infinity'))`,
  updated: 'updated_at',
  priority: `(array_position(ARRAY['high', 'medium', 'low'], priority))`,
};

/** The tasks of a project and of a person are read by status, one range of an index each; all tasks are not. */
export class IndexTaskOrders1797000000103 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, key] of Object.entries(KEYS)) {
      await runner.query(`
        CREATE INDEX tasks_project_${name}_idx ON tasks (project_id, status, ${key}, id)
      `);
      await runner.query(`
        CREATE INDEX tasks_assignee_${name}_idx ON tasks (assignee_id, status, ${key}, id)
        WHERE assignee_id IS NOT NULL
      `);
      await runner.query(`
        CREATE INDEX tasks_${name}_idx ON tasks (${key}, id)
      `);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(KEYS)) {
      await runner.query(`DROP INDEX tasks_${name}_idx, tasks_assignee_${name}_idx, tasks_project_${name}_idx`);
    }
  }
}
