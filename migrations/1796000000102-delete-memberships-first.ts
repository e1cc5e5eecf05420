import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Writers lock their membership before the rows that they change. The deletion of an account does so too: its foreign
 * keys alone would come to the tasks first, and the two would wait for each other.
 */
export class DeleteMembershipsFirst1796000000102 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION delete_memberships() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM project_members WHERE user_id = OLD.id;
        RETURN OLD;
      END $$
    `);
    await runner.query(`
      CREATE TRIGGER users_memberships_first BEFORE DELETE ON users
      FOR EACH ROW EXECUTE FUNCTION delete_memberships()
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER users_memberships_first ON users');
    await runner.query('DROP FUNCTION delete_memberships');
  }
}
