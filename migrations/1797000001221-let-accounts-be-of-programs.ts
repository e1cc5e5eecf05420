import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Steps } from '../src/platform/database/schema/steps.js';

/** A service account has no address; a person always has one. */
export class LetAccountsBeOfPrograms1797000001221 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const steps = new Steps(runner, this);
    await steps.once('addresses', () =>
      runner.query(`
      ALTER TABLE users
        ALTER COLUMN email DROP NOT NULL,
        ALTER COLUMN email_key DROP NOT NULL,
        ADD CONSTRAINT users_address_check
          CHECK ((kind = 'service') = (email IS NULL) AND (email IS NULL) = (email_key IS NULL))
    `),
    );
    await steps.index('users_services_idx', `ON users (id) WHERE kind = 'service'`);
  }

  /** Nobody receives mail at `.invalid`, and nobody can register there what the program before would take for theirs. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX users_services_idx');
    await runner.query('ALTER TABLE users DROP CONSTRAINT users_address_check');
    await runner.query(`
      UPDATE users SET email = 'service-' || id || '@service.invalid', email_key = 'service-' || id || '@service.invalid'
      WHERE email IS NULL
    `);
    await runner.query('ALTER TABLE users ALTER COLUMN email SET NOT NULL, ALTER COLUMN email_key SET NOT NULL');
  }
}
