import { parse } from 'csv-parse';
import { CsvError } from 'csv-parse';
import { Readable } from 'node:stream';
import { errors } from '../../../platform/errors/errors.js';
import { withFormula } from '../formulas.js';
import { type Unreadable, unreadable } from './source.js';
import { MAX_LINE, textIn } from './utf8.js';

const DELIMITERS = [',', ';', '\t'];
const MAX_COLUMNS = 200;

export interface TableRow {
  /** Where it begins, as `lines[3]`. */
  place: string;
  /** By the headers. */
  cells: Record<string, string>;
}

/** The first one has only the headers. */
export type TableRead = { headers: string[] } | TableRow | Unreadable;

/** A table (RFC 4180) with headers, separated by commas, semicolons or tabs. Formulas are what they were. */
export async function* rowsOf(path: string): AsyncGenerator<TableRead> {
  const delimiter = await delimiterOf(path);
  const parser = parse({ bom: true, delimiter, info: true, relax_column_count: true, max_record_size: MAX_LINE });
  const text = Readable.from(textIn(path));
  text.once('error', (error) => parser.destroy(error)).pipe(parser);
  let headers: string[] | undefined;
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const place = `lines[${line}]`;
      line = info.lines + 1;
      if (!headers) yield { headers: (headers = headersOf(record)) };
      else if (record.every((cell) => cell.trim() === '')) continue;
      else if (record.length > headers.length)
        yield unreadable(place, 'too_long', `has ${record.length} cells for ${headers.length} columns`, headers.length);
      else yield { place, cells: cellsOf(headers, record) };
    }
  } catch (error) {
    throw error instanceof CsvError ? broken(error) : error;
  } finally {
    text.destroy();
  }
  if (!headers) throw errors.invalidField('lines[1]', 'required', 'must have the names of the columns');
}

/** What the first line has most of. */
async function delimiterOf(path: string): Promise<string> {
  for await (const text of textIn(path)) {
    const first = text.split('\n', 1)[0]?.replaceAll(/"[^"]*"/g, '') ?? '';
    const counts = DELIMITERS.map((delimiter) => first.split(delimiter).length);
    return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
  }
  return ',';
}

function headersOf(record: string[]): string[] {
  const headers = record.map((header) => withFormula(header).trim());
  if (headers.length > MAX_COLUMNS)
    throw errors.invalidField('lines[1]', 'too_long', `must have at most ${MAX_COLUMNS} columns`, MAX_COLUMNS);
  return headers;
}

function cellsOf(headers: readonly string[], record: readonly string[]): Record<string, string> {
  const cells = Object.create(null) as Record<string, string>;
  for (const [nth, header] of headers.entries()) cells[header] ??= withFormula(record[nth] ?? '');
  return cells;
}

/** Behind a quote that isn't closed nothing can be read, so nothing is skipped. */
function broken(error: CsvError) {
  const line = (error as { lines?: number }).lines ?? 1;
  const isLong = error.code === 'CSV_MAX_RECORD_SIZE';
  const reason = isLong
    ? `must have at most ${MAX_LINE} characters`
    : 'has quotes that are not closed, or in a wrong place';
  return errors.invalidField(`lines[${line}]`, isLong ? 'too_long' : 'format', reason);
}
