import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Steps } from '../src/platform/database/schema/steps.js';

/**
 * Deleted tasks and projects stay for a while in `all_tasks` and `all_projects`. `tasks` and `projects` are views of
 * what is not deleted, so that no statement has to remember a filter; those of the version before work on them, too.
 */
export class AddTrash1797000000701 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const steps = new Steps(runner, this);
    await steps.once('views', async () => {
      await runner.query('LOCK TABLE projects, tasks IN ACCESS EXCLUSIVE MODE');
      await replaceByViews(runner);
      await followProjects(runner);
    });
    await indexWhatIsLive(runner, steps);
    await indexTrash(steps);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER projects_trash ON all_projects');
    await runner.query('DROP FUNCTION follow_project_into_trash');
    for (const name of ['tasks', 'projects']) {
      await runner.query(`DROP VIEW ${name}`);
      await runner.query(`DELETE FROM all_${name} WHERE deleted_at IS NOT NULL`);
      await runner.query(`ALTER TABLE all_${name} RENAME TO ${name}`);
    }
    await runner.query('DROP INDEX tasks_project_idx');
    await runner.query('CREATE INDEX tasks_project_idx ON tasks (project_id, status, id)');
    for (const name of ['tasks', 'projects']) await runner.query(`ALTER TABLE ${name} DROP COLUMN deleted_at`);
  }
}

async function replaceByViews(runner: QueryRunner): Promise<void> {
  for (const name of ['tasks', 'projects']) {
    await runner.query(`ALTER TABLE ${name} ADD COLUMN deleted_at timestamptz(3)`);
    await runner.query(`ALTER TABLE ${name} RENAME TO all_${name}`);
    await runner.query(`CREATE VIEW ${name} AS SELECT * FROM all_${name} WHERE deleted_at IS NULL`);
  }
}

/** A page must not walk past a thousand deleted tasks. */
async function indexWhatIsLive(runner: QueryRunner, steps: Steps): Promise<void> {
  await steps.index('tasks_project_live_idx', 'ON all_tasks (project_id, status, id) WHERE deleted_at IS NULL');
  await steps.once('replaced index', async () => {
    await runner.query('DROP INDEX tasks_project_idx');
    await runner.query('ALTER INDEX tasks_project_live_idx RENAME TO tasks_project_idx');
  });
}

async function indexTrash(steps: Steps): Promise<void> {
  await steps.index('tasks_trash_idx', 'ON all_tasks (project_id, id) WHERE deleted_at IS NOT NULL');
  await steps.index('tasks_deleted_idx', 'ON all_tasks (deleted_at) WHERE deleted_at IS NOT NULL');
  await steps.index('projects_trash_idx', 'ON all_projects (owner_id, id) WHERE deleted_at IS NOT NULL');
  await steps.index('projects_deleted_idx', 'ON all_projects (deleted_at) WHERE deleted_at IS NOT NULL');
}

/** The tasks of a project go with it, and those that went with it come back with it. */
async function followProjects(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION follow_project_into_trash() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.deleted_at IS NULL THEN
        UPDATE all_tasks SET deleted_at = NULL WHERE project_id = NEW.id AND deleted_at = OLD.deleted_at;
      ELSE
        UPDATE all_tasks SET deleted_at = NEW.deleted_at WHERE project_id = NEW.id AND deleted_at IS NULL;
      END IF;
      RETURN NULL;
    END $$
  `);
  await runner.query(`
    CREATE TRIGGER projects_trash AFTER UPDATE OF deleted_at ON all_projects
    FOR EACH ROW WHEN (OLD.deleted_at IS DISTINCT FROM NEW.deleted_at) EXECUTE FUNCTION follow_project_into_trash()
  `);
}
