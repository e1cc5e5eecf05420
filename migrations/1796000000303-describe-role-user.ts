import type { MigrationInterface, QueryRunner } from 'typeorm';

const BEFORE = 'Works on their own projects and on tasks assigned to them. Everybody who registers gets this role';
const SINCE = 'Works in the projects they are in and on tasks assigned to them. Everybody who registers gets this role';

/** A description that was changed by an administrator stays. */
export class DescribeRoleUser1796000000303 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await describe(runner, BEFORE, SINCE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await describe(runner, SINCE, BEFORE);
  }
}

async function describe(runner: QueryRunner, from: string, to: string): Promise<void> {
  await runner.query(`UPDATE roles SET description = $2 WHERE name = 'user' AND description = $1`, [from, to]);
}
