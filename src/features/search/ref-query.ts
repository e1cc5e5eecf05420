/** As the refs of tasks are, in any case. */
const REF = /^\s*([a-z][a-z0-9]{1,9})-([1-9]\d{0,8})\s*$/i;

/** A query that is the ref of a task, such as `garden-12`, as key and number. */
export function readRef(query: string): { key: string; number: number } | null {
  const [, key, number] = REF.exec(query) ?? [];
  return key && number ? { key: key.toUpperCase(), number: Number(number) } : null;
}
