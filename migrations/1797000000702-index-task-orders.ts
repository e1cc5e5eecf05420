import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Steps } from '../src/platform/database/schema/steps.js';

/** What lists of tasks are sorted by before the id. */
const KEYS = {
  due: `(COALESCE(due_on, 'infinity'))`,
  updated: 'updated_at',
  priority: `(array_position(ARRAY['high', 'medium', 'low'], priority))`,
};

/** The tasks of a project and of a person are read by status, one range of an index each; all tasks are not. */
export class IndexTaskOrders1797000000702 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const steps = new Steps(runner, this);
    for (const [name, key] of Object.entries(KEYS)) {
      await steps.index(
        `tasks_project_${name}_idx`,
        `ON all_tasks (project_id, status, ${key}, id) WHERE deleted_at IS NULL`,
      );
      await steps.index(
        `tasks_assignee_${name}_idx`,
        `ON all_tasks (assignee_id, status, ${key}, id) WHERE assignee_id IS NOT NULL AND deleted_at IS NULL`,
      );
      await steps.index(`tasks_${name}_idx`, `ON all_tasks (${key}, id) WHERE deleted_at IS NULL`);
    }
    await steps.index(
      'tasks_project_position_idx',
      'ON all_tasks (project_id, status, position, id) WHERE deleted_at IS NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(KEYS)) {
      await runner.query(`DROP INDEX tasks_${name}_idx, tasks_assignee_${name}_idx, tasks_project_${name}_idx`);
    }
    await runner.query('DROP INDEX tasks_project_position_idx');
  }
}
