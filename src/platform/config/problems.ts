/** One problem of the configuration. Its texts never contain a secret. */
export interface ConfigProblem {
  variable: string;
  got: string;
  expects: string;
  example: string;
}

const HEADINGS: ConfigProblem = { variable: 'variable', got: 'got', expects: 'expects', example: 'example' };
const WIDEST: Record<keyof ConfigProblem, number> = { variable: 30, got: 24, expects: 32, example: 34 };
const COLUMNS = Object.keys(WIDEST) as (keyof ConfigProblem)[];

/** All problems of the configuration; `table()` is what the operator reads. */
export class ConfigProblems extends Error {
  constructor(readonly problems: readonly ConfigProblem[]) {
    super(`The configuration has problems: ${problems.map(({ variable }) => variable).join(', ')}.`);
    this.name = 'ConfigProblems';
  }

  table(): string {
    const rows = [HEADINGS, ...this.problems].map(wrap);
    const widths = COLUMNS.map((column) => Math.max(...rows.flatMap((row) => row[column].map((line) => line.length))));
    const [head, ...body] = rows.map((row) => draw(row, widths));
    const rule = widths.map((width) => '─'.repeat(width)).join('  ');
    return [head, rule, ...body].join('\n');
  }
}

type Wrapped = Record<keyof ConfigProblem, string[]>;

function wrap(problem: ConfigProblem): Wrapped {
  return Object.fromEntries(COLUMNS.map((column) => [column, fold(problem[column], WIDEST[column])])) as Wrapped;
}

/** Breaks between words, and inside a word only where it alone is wider than its column. */
function fold(text: string, width: number): string[] {
  const pieces = text.split(' ').flatMap((word) => word.match(new RegExp(`.{1,${width}}`, 'g')) ?? ['']);
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + piece.length <= width) lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(piece);
  }
  return lines;
}

function draw(row: Wrapped, widths: number[]): string {
  const height = Math.max(...COLUMNS.map((column) => row[column].length));
  const line = (at: number) => COLUMNS.map((column, i) => (row[column][at] ?? '').padEnd(widths[i] ?? 0)).join('  ');
  return Array.from({ length: height }, (_, at) => line(at).trimEnd()).join('\n');
}
