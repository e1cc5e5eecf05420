import { declareRowName } from '../../platform/access/row-names.js';

/** A task's ref, in any case: the key of its project and its number there. */
const REF = declareRowName('task', /^[A-Za-z][A-Za-z0-9]{1,9}-[1-9][0-9]{0,8}$/);

/** `garden-12` as key and number; null for what is no ref. */
export function readRef(ref: string): { key: string; number: number } | null {
  if (!REF.test(ref)) return null;
  const [key = '', number] = ref.split('-');
  return { key: key.toUpperCase(), number: Number(number) };
}
