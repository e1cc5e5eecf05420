import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deleting a person clears their name from tasks and articles by foreign key: what these show has changed, so they count it. */
export class BumpOrphanedVersions1795219200006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION bump_version() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.version := OLD.version + 1;
        NEW.updated_at := now();
        RETURN NEW;
      END $$
    `);
    await runner.query(`
      CREATE TRIGGER tasks_assignee_gone BEFORE UPDATE OF assignee_id ON tasks FOR EACH ROW
      WHEN (NEW.version = OLD.version AND NEW.assignee_id IS DISTINCT FROM OLD.assignee_id)
      EXECUTE FUNCTION bump_version()
    `);
    await runner.query(`
      CREATE TRIGGER articles_author_gone BEFORE UPDATE OF author_id ON articles FOR EACH ROW
      WHEN (NEW.version = OLD.version AND NEW.author_id IS DISTINCT FROM OLD.author_id)
      EXECUTE FUNCTION bump_version()
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER articles_author_gone ON articles');
    await runner.query('DROP TRIGGER tasks_assignee_gone ON tasks');
    await runner.query('DROP FUNCTION bump_version');
  }
}
