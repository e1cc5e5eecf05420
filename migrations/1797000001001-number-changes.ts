import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The feed of each project: every thing in it once, at the number of its newest change. */
export class NumberChanges1797000001001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE project_feeds (
        project_id bigint NOT NULL,
        last_seq bigint NOT NULL DEFAULT 0,
        forgotten_seq bigint NOT NULL DEFAULT 0,
        forgettings integer NOT NULL DEFAULT 0,
        filled_at timestamptz(3),
        CONSTRAINT project_feeds_pkey PRIMARY KEY (project_id),
        CONSTRAINT project_feeds_project_fkey FOREIGN KEY (project_id) REFERENCES all_projects (id) ON DELETE CASCADE
      )
    `);
    // What these projects hold is numbered when somebody first asks: here it could take minutes.
    await runner.query('INSERT INTO project_feeds (project_id) SELECT id FROM all_projects');
    await runner.query(`
      CREATE TABLE project_changes (
        project_id bigint NOT NULL,
        kind text NOT NULL,
        id bigint NOT NULL,
        seq bigint NOT NULL,
        deleted boolean NOT NULL,
        task_id bigint,
        other_task_id bigint,
        actor_id bigint,
        request_id text,
        changed_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT project_changes_pkey PRIMARY KEY (project_id, kind, id),
        CONSTRAINT project_changes_seq_key UNIQUE (project_id, seq),
        CONSTRAINT project_changes_feed_fkey FOREIGN KEY (project_id)
          REFERENCES project_feeds (project_id) ON DELETE CASCADE
      )
    `);
    await indexChanges(runner);
    await traceDeletedAccounts(runner);
    await tellOfLostAccess(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER projects_purged_access ON all_projects');
    await runner.query('DROP TRIGGER projects_trashed_access ON all_projects');
    await runner.query('DROP FUNCTION tell_of_lost_project');
    await runner.query('DROP TRIGGER project_members_access ON project_members');
    await runner.query('DROP FUNCTION tell_of_ended_membership');
    await runner.query('DROP TRIGGER users_leave_traces ON users');
    await runner.query('DROP FUNCTION trace_deleted_account');
    await runner.query('DROP TABLE account_traces');
    await runner.query('DROP TABLE project_changes');
    await runner.query('DROP TABLE project_feeds');
  }
}

async function indexChanges(runner: QueryRunner): Promise<void> {
  await runner.query('CREATE INDEX project_changes_kind_idx ON project_changes (project_id, kind, seq)');
  await runner.query('CREATE INDEX project_changes_task_idx ON project_changes (task_id) WHERE task_id IS NOT NULL');
  await runner.query(
    'CREATE INDEX project_changes_other_task_idx ON project_changes (other_task_id) WHERE other_task_id IS NOT NULL',
  );
  await runner.query('CREATE INDEX project_changes_deleted_idx ON project_changes (changed_at) WHERE deleted');
}

/** What showed an account can't be found once it is gone. The trigger runs before the one that ends memberships. */
async function traceDeletedAccounts(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE account_traces (
      user_id bigint NOT NULL,
      project_id bigint NOT NULL,
      kind text NOT NULL,
      id bigint NOT NULL,
      CONSTRAINT account_traces_pkey PRIMARY KEY (user_id, project_id, kind, id)
    )
  `);
  await runner.query(`
    CREATE FUNCTION trace_deleted_account() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO account_traces (user_id, project_id, kind, id)
      SELECT OLD.id, m.project_id, 'member', m.user_id FROM project_members m WHERE m.user_id = OLD.id
      UNION ALL SELECT OLD.id, t.project_id, 'task', t.id FROM all_tasks t WHERE t.assignee_id = OLD.id
      UNION ALL SELECT OLD.id, t.project_id, 'comment', c.id FROM comments c JOIN all_tasks t ON t.id = c.task_id
        WHERE c.author_id = OLD.id
      UNION ALL SELECT OLD.id, t.project_id, 'file', f.id FROM files f JOIN all_tasks t ON t.id = f.task_id
        WHERE f.author_id = OLD.id
      ON CONFLICT DO NOTHING;
      RETURN OLD;
    END $$
  `);
  await runner.query(`
    CREATE TRIGGER users_leave_traces BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION trace_deleted_account()
  `);
}

/** Whoever is no member any more, or whose project is in the trash, loses what they follow at the commit. */
async function tellOfLostAccess(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION tell_of_ended_membership() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('fasttrack_members', json_build_array(OLD.project_id, OLD.user_id)::text);
      RETURN NULL;
    END $$
  `);
  await runner.query(`
    CREATE TRIGGER project_members_access AFTER DELETE ON project_members
    FOR EACH ROW EXECUTE FUNCTION tell_of_ended_membership()
  `);
  await runner.query(`
    CREATE FUNCTION tell_of_lost_project() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('fasttrack_members', json_build_array(OLD.id, NULL)::text);
      RETURN NULL;
    END $$
  `);
  await runner.query(`
    CREATE TRIGGER projects_trashed_access AFTER UPDATE OF deleted_at ON all_projects
    FOR EACH ROW WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION tell_of_lost_project()
  `);
  await runner.query(`
    CREATE TRIGGER projects_purged_access AFTER DELETE ON all_projects
    FOR EACH ROW EXECUTE FUNCTION tell_of_lost_project()
  `);
}
