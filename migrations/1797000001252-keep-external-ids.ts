import type { MigrationInterface, QueryRunner } from 'typeorm';

const MIDDLE = 2 ** 31;

/**
 * Which rows came from elsewhere, and what they are called there. An import numbers and places its tasks itself, with one
 * write of the counter: the trigger leaves alone what has a number.
 */
export class KeepExternalIds1797000001252 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE external_ids (
        project_id bigint NOT NULL,
        kind text NOT NULL,
        external_id text NOT NULL,
        row_id bigint NOT NULL,
        CONSTRAINT external_ids_pkey PRIMARY KEY (project_id, kind, external_id),
        CONSTRAINT external_ids_kind_check CHECK (kind IN ('project', 'task', 'comment')),
        CONSTRAINT external_ids_project_fkey FOREIGN KEY (project_id) REFERENCES all_projects (id) ON DELETE CASCADE
      )
    `);
    await runner.query('CREATE INDEX external_ids_row_idx ON external_ids (row_id, kind)');
    await runner.query(`CREATE INDEX external_ids_source_idx ON external_ids (external_id) WHERE kind = 'project'`);
    await numberTasks(runner, 'IF NEW.number IS NOT NULL AND NEW.position IS NOT NULL THEN RETURN NEW; END IF;');
  }

  async down(runner: QueryRunner): Promise<void> {
    await numberTasks(runner, '');
    await runner.query('DROP TABLE external_ids');
  }
}

async function numberTasks(runner: QueryRunner, first: string): Promise<void> {
  await runner.query(`
    CREATE OR REPLACE FUNCTION number_task() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      place bigint;
    BEGIN
      ${first}
      INSERT INTO project_counters AS c (project_id, last_task_number, last_place)
      VALUES (NEW.project_id, 1, ${MIDDLE + 1})
      ON CONFLICT (project_id) DO UPDATE
        SET last_task_number = c.last_task_number + 1, last_place = c.last_place + 1
      RETURNING c.last_task_number, c.last_place INTO NEW.number, place;
      NEW.position := lpad(to_hex(place), 8, '0');
      RETURN NEW;
    END $$
  `);
}
