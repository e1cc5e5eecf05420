import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Steps } from '../src/platform/database/schema/steps.js';

/** The place before that of the first task of a project: the middle, since tasks are also moved to the beginning. */
const MIDDLE = 2 ** 31;
/** Rows of a transaction that others do not notice. */
const SOME = 2_000;

/**
 * Tasks have a position among those of their project, and can be part of another task. A trigger appends new ones, so
 * that every program that adds a task can do it without knowing of positions, the version before this one included.
 */
export class OrderTasks1797000000201 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const steps = new Steps(runner, this);
    await steps.once('positions of new tasks', async () => {
      await addPositions(runner);
      await appendNewTasks(runner);
    });
    await steps.batches('positions', (after) => placeSome(runner, after));
    await steps.notNull('tasks', 'position');
    // It waits for the end of a statement, since one statement can move many tasks.
    const isChecked = 'DEFERRABLE INITIALLY IMMEDIATE';
    await steps.unique('tasks', 'tasks_project_position_key', 'project_id, position', isChecked);
    await steps.once('parents', () => addParents(runner));
    await steps.validate('tasks', 'tasks_parent_fkey');
    await steps.index('tasks_parent_idx', 'ON tasks (parent_id, status, id) WHERE parent_id IS NOT NULL');
    await steps.once('former refs', () => createFormerRefs(runner));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE task_former_refs');
    await runner.query('ALTER TABLE tasks DROP COLUMN parent_id');
    await onlyNumberNewTasks(runner);
    await runner.query('ALTER TABLE project_counters DROP COLUMN last_place');
    await runner.query('ALTER TABLE tasks DROP COLUMN position');
  }
}

async function addParents(runner: QueryRunner): Promise<void> {
  await runner.query(`
    ALTER TABLE tasks ADD COLUMN parent_id bigint,
      ADD CONSTRAINT tasks_parent_fkey FOREIGN KEY (parent_id) REFERENCES tasks (id) ON DELETE CASCADE NOT VALID
  `);
}

async function createFormerRefs(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE task_former_refs (
      project_id bigint NOT NULL,
      number integer NOT NULL,
      task_id bigint NOT NULL,
      CONSTRAINT task_former_refs_pkey PRIMARY KEY (project_id, number),
      CONSTRAINT task_former_refs_project_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE,
      CONSTRAINT task_former_refs_task_fkey FOREIGN KEY (task_id) REFERENCES tasks (id) ON DELETE CASCADE
    )
  `);
  await runner.query('CREATE INDEX task_former_refs_task_idx ON task_former_refs (task_id)');
}

/** Tasks that come from now on stand behind those that are there, which get their positions later, by their numbers. */
async function addPositions(runner: QueryRunner): Promise<void> {
  await runner.query('ALTER TABLE tasks ADD COLUMN position text COLLATE "C"');
  await runner.query(`ALTER TABLE project_counters ADD COLUMN last_place bigint NOT NULL DEFAULT ${MIDDLE}`);
  await runner.query(`UPDATE project_counters SET last_place = ${MIDDLE} + last_task_number`);
}

/** @returns the last one */
async function placeSome(runner: QueryRunner, after: number): Promise<number | undefined> {
  const [row] = (await runner.query(
    `WITH untouched AS (
       SELECT id FROM tasks WHERE id > $1 AND position IS NULL ORDER BY id LIMIT ${SOME} FOR NO KEY UPDATE
     ), done AS (
       UPDATE tasks t SET position = lpad(to_hex(${MIDDLE} + t.number), 8, '0')
       FROM untouched s WHERE t.id = s.id RETURNING t.id
     )
     SELECT max(id) AS last FROM done`,
    [after],
  )) as { last: number | null }[];
  return row?.last ?? undefined;
}

/** The row that counts the numbers knows the last place, too: both cost one write, under the same lock. */
async function appendNewTasks(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE OR REPLACE FUNCTION number_task() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      place bigint;
    BEGIN
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

/** As it was before. */
async function onlyNumberNewTasks(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE OR REPLACE FUNCTION number_task() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO project_counters AS c (project_id, last_task_number) VALUES (NEW.project_id, 1)
      ON CONFLICT (project_id) DO UPDATE SET last_task_number = c.last_task_number + 1
      RETURNING c.last_task_number INTO NEW.number;
      RETURN NEW;
    END $$
  `);
}
