import { type Client, escapeLiteral } from 'pg';
import type { Statement } from './statements.js';

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
}

/** How it is carried out, whatever its values are: as a prepared statement is after a few times. */
export async function stepsOf(onlooker: Client, text: string): Promise<string[]> {
  const { rows } = await onlooker.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
    `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`,
  );
  return flat(rows[0]?.['QUERY PLAN'][0]?.Plan as Plan);
}

function flat(plan: Plan): string[] {
  const step = [plan['Node Type'], plan['Relation Name']].filter(Boolean).join(' on ');
  return [step, ...(plan.Plans ?? []).flatMap(flat)];
}

interface Costs {
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
}

/** As the prepared statement that it is, with these values. */
export async function blocksOf(onlooker: Client, { text, values }: Statement): Promise<number> {
  await onlooker.query('SET plan_cache_mode = force_generic_plan');
  await onlooker.query(`PREPARE asked AS ${text}`);
  const { rows } = await onlooker.query<{ 'QUERY PLAN': { Plan: Costs }[] }>(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${executed(values)}`,
  );
  await onlooker.query('DEALLOCATE asked');
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan as Costs;
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}

/** More often than PostgreSQL makes a plan for the values before it thinks of one for all. */
const OFTEN = 7;

/** Those for which PostgreSQL makes a plan each time, where it could keep one for all values. */
export async function plannedAnew(onlooker: Client, statements: readonly Statement[]): Promise<string[]> {
  const anew: string[] = [];
  for (const [text, statement] of new Map(statements.map((one) => [one.text, one]))) {
    if (!(await isKept(onlooker, statement))) anew.push(text);
  }
  return anew;
}

async function isKept(onlooker: Client, { text, values }: Statement): Promise<boolean> {
  await onlooker.query('SET plan_cache_mode = auto');
  await onlooker.query(`PREPARE asked AS ${text}`);
  for (let time = 0; time < OFTEN; time++) await onlooker.query(executed(values));
  const { rows } = await onlooker.query<{ kept: boolean }>(
    `SELECT generic_plans > 0 AS kept FROM pg_prepared_statements WHERE name = 'asked'`,
  );
  await onlooker.query('DEALLOCATE asked');
  return rows[0]?.kept ?? false;
}

function executed(values: Statement['values']): string {
  const literals = values.map((value) => {
    if (value === null) return 'NULL';
    if (value instanceof Date) return escapeLiteral(value.toISOString());
    return escapeLiteral(Array.isArray(value) ? `{${value.map(element).join(',')}}` : String(value));
  });
  return `EXECUTE asked (${literals.join(', ')})`;
}

const element = (value: unknown) => `"${String(value).replaceAll(/["\\]/g, '\\$&')}"`;
