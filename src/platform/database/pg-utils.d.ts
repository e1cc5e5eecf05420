declare module 'pg/lib/utils.js' {
  /** How node-postgres writes a value: Dates, arrays and objects as texts. */
  export function prepareValue(value: unknown): string | Buffer | null;
}
