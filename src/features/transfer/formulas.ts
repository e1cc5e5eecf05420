/** What spreadsheet programs take for the beginning of a formula, also behind what was put before it. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;
const HARMLESS = /^'('*[=+\-@\t\r＝＋－＠])/;

/** A text that a spreadsheet program shows and doesn't run. `withFormula` takes it back. */
export function withoutFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

export function withFormula(text: string): string {
  return text.replace(HARMLESS, '$1');
}
