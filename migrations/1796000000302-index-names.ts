import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Steps } from '../src/platform/database/schema/steps.js';

/**
 * The words of a name, without case and accents, in an index, so that people are found by beginnings of them. It is an
 * expression, which follows the name whoever writes it. A word is cut, because a lexeme can't be as long as a name.
 */
export class IndexNames1796000000302 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const steps = new Steps(runner, this);
    await steps.once('words', () =>
      runner.query(`
      CREATE FUNCTION words_of(name text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
      DECLARE
        plain text := lower(regexp_replace(normalize(name, NFKD), U&'[\\0300-\\036F]', '', 'g'));
      BEGIN
        plain := translate(plain, 'łøđħŧı', 'lodhti');
        plain := replace(replace(replace(plain, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
        RETURN ARRAY(
          SELECT left(word, 60) FROM regexp_split_to_table(plain, '[[:space:][:punct:]]+') AS word WHERE word <> '');
      END $$
    `),
    );
    await steps.index('users_name_words_idx', 'ON users USING gin (array_to_tsvector(words_of(display_name)))');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX users_name_words_idx');
    await runner.query('DROP FUNCTION words_of');
  }
}
