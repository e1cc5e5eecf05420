import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddProjectMembers1796000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE project_members (
        project_id bigint NOT NULL,
        user_id bigint NOT NULL,
        role text NOT NULL,
        joined_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT project_members_pkey PRIMARY KEY (project_id, user_id),
        CONSTRAINT project_members_role_check CHECK (role IN ('viewer', 'commenter', 'editor', 'manager', 'owner')),
        CONSTRAINT project_members_project_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE,
        CONSTRAINT project_members_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )
    `);
    await runner.query(`
      INSERT INTO project_members (project_id, user_id, role, joined_at)
      SELECT id, owner_id, 'owner', created_at FROM projects
    `);
    await runner.query(`
      CREATE INDEX project_members_user_idx ON project_members (user_id, project_id, role)
    `);
    await runner.query(`
      CREATE UNIQUE INDEX project_members_owner_key ON project_members (project_id) WHERE role = 'owner'
    `);
    await keepOwners(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER projects_first_owner ON projects');
    await runner.query('DROP TRIGGER projects_next_owner ON projects');
    await runner.query('DROP FUNCTION keep_project_owner');
    await runner.query('DROP TABLE project_members');
  }
}

/** Whoever writes `owner_id`, the owner is the member with the role `owner`, and the former owner a manager. */
async function keepOwners(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION keep_project_owner() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        UPDATE project_members SET role = 'manager' WHERE project_id = NEW.id AND role = 'owner';
      END IF;
      INSERT INTO project_members (project_id, user_id, role) VALUES (NEW.id, NEW.owner_id, 'owner')
      ON CONFLICT (project_id, user_id) DO UPDATE SET role = 'owner';
      RETURN NULL;
    END $$
  `);
  await runner.query(`
    CREATE TRIGGER projects_first_owner AFTER INSERT ON projects
    FOR EACH ROW EXECUTE FUNCTION keep_project_owner()
  `);
  await runner.query(`
    CREATE TRIGGER projects_next_owner AFTER UPDATE OF owner_id ON projects
    FOR EACH ROW WHEN (OLD.owner_id <> NEW.owner_id) EXECUTE FUNCTION keep_project_owner()
  `);
}
