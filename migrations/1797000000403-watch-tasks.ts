import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who watches which task. */
export class WatchTasks1797000000403 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE task_watchers (
        task_id bigint NOT NULL,
        user_id bigint NOT NULL,
        CONSTRAINT task_watchers_pkey PRIMARY KEY (task_id, user_id),
        CONSTRAINT task_watchers_task_fkey FOREIGN KEY (task_id) REFERENCES tasks (id) ON DELETE CASCADE,
        CONSTRAINT task_watchers_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )
    `);
    await runner.query('CREATE INDEX task_watchers_user_idx ON task_watchers (user_id, task_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE task_watchers');
  }
}
