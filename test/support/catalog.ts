import { ask } from './ask.js';

const OWN = `'public'::regnamespace`;

/** What makes a schema, in the order of its names; columns as they stand, for a view may show them. */
const QUERIES = [
  `SELECT c.relname, c.relkind, c.relpersistence, c.reloptions, a.attname, format_type(a.atttypid, a.atttypmod) AS type,
     a.attnotnull, a.attidentity, a.attcollation::regcollation::text AS collation, pg_get_expr(d.adbin, d.adrelid) AS given
   FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
   WHERE c.relnamespace = ${OWN} AND c.relkind IN ('r', 'v') ORDER BY c.relname, a.attnum`,
  `SELECT conrelid::regclass::text AS of, conname, condeferrable, condeferred, convalidated, pg_get_constraintdef(oid) AS is
   FROM pg_constraint WHERE connamespace = ${OWN} ORDER BY 1, 2`,
  `SELECT pg_get_indexdef(i.indexrelid) AS is, indisunique, indisvalid, indisready, indimmediate
   FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = ${OWN} ORDER BY 1`,
  'SELECT pg_get_triggerdef(oid) AS is FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1',
  `SELECT pg_get_functiondef(oid) AS is FROM pg_proc WHERE pronamespace = ${OWN} ORDER BY 1`,
  `SELECT pg_get_viewdef(oid) AS is FROM pg_class WHERE relnamespace = ${OWN} AND relkind = 'v' ORDER BY relname`,
  'SELECT timestamp, name FROM migrations ORDER BY timestamp',
];

export async function catalogOf(url: string): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const query of QUERIES) found.push(...(await ask(url, query)));
  return found;
}
