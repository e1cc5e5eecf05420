import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people want to hear of. Who has no row has changed nothing. */
export class AddNotificationPreferences1797000000404 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notification_preferences (
        user_id bigint NOT NULL,
        mail jsonb NOT NULL DEFAULT '{}',
        muted_project_ids bigint[] NOT NULL DEFAULT '{}',
        CONSTRAINT notification_preferences_pkey PRIMARY KEY (user_id),
        CONSTRAINT notification_preferences_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notification_preferences');
  }
}
