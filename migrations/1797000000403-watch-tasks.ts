import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who watches which task. Triggers let those watch who comment or are mentioned, whichever program writes the comment. */
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
    await watchByComments(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER comments_watch ON comments');
    await runner.query('DROP TRIGGER comments_watch_again ON comments');
    await runner.query('DROP FUNCTION watch_by_comment');
    await runner.query('DROP TABLE task_watchers');
  }
}

/** An edit is none of the author's watching again, and of nobody's who was mentioned before. */
async function watchByComments(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION watch_by_comment() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      people bigint[] := NEW.mention_ids;
    BEGIN
      IF TG_OP = 'INSERT' THEN
        people := NEW.author_id || people;
      ELSE
        people := ARRAY(SELECT unnest(NEW.mention_ids) EXCEPT SELECT unnest(OLD.mention_ids));
      END IF;
      INSERT INTO task_watchers (task_id, user_id)
      SELECT NEW.task_id, person FROM unnest(people) AS person WHERE person IS NOT NULL ORDER BY person
      ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$
  `);
  await runner.query(`
    CREATE TRIGGER comments_watch AFTER INSERT ON comments
    FOR EACH ROW EXECUTE FUNCTION watch_by_comment()
  `);
  await runner.query(`
    CREATE TRIGGER comments_watch_again AFTER UPDATE OF mention_ids ON comments
    FOR EACH ROW WHEN (NEW.mention_ids <> OLD.mention_ids) EXECUTE FUNCTION watch_by_comment()
  `);
}
