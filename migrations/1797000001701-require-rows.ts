import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A statement fails by itself where what it writes is not there, so that COMMIT can travel with it. */
export class RequireRows1797000001701 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION require_row(is_there boolean) RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN
        IF is_there THEN RETURN true; END IF;
        RAISE EXCEPTION 'The row was changed or deleted meanwhile.' USING ERRCODE = 'FT001';
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION require_row(boolean)');
  }
}
