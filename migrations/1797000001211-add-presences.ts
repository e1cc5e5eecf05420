import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is present where is worth nothing after a crash of the database: these tables are not in its log. */
export class AddPresences1797000001211 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNLOGGED TABLE live_instances (
        id text NOT NULL,
        seen_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT live_instances_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query(`
      CREATE UNLOGGED TABLE presences (
        project_id bigint NOT NULL,
        user_id bigint NOT NULL,
        instance_id text NOT NULL,
        task_id bigint,
        focused_at timestamptz(3),
        CONSTRAINT presences_pkey PRIMARY KEY (project_id, user_id, instance_id),
        CONSTRAINT presences_instance_fkey FOREIGN KEY (instance_id) REFERENCES live_instances (id) ON DELETE CASCADE
      )
    `);
    await runner.query('CREATE INDEX presences_instance_idx ON presences (instance_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE presences');
    await runner.query('DROP TABLE live_instances');
  }
}
