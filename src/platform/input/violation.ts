import type { FieldError } from '../errors/app-error.js';

/** What is wrong with one value: the entry of `details` that has no field yet. */
export interface Violation extends Omit<FieldError, 'field'> {
  /** Where in the value, behind the name of the field: `.comment_added`. */
  place?: string;
  /** What else is wrong in the same value, each with its place. */
  others?: readonly Violation[];
}

/** How many entries a list may have. */
export type Bounds = Record<'min' | 'max', number>;

/** The name under which class-validator knows the rules of this folder. */
export const FIELD = 'field';

/**
 * Says what is wrong with a value; null where nothing is.
 *
 * @spec SPEC-007.57
 */
export type Validator = (value: unknown) => Violation | null;

/** @param limit the bound that was passed, where it was one */
export function violation(code: Violation['code'], message: string, limit?: number): Violation {
  return { code, message, ...(limit === undefined ? {} : { limit }) };
}

const characters = (count: number): string => `${count} character${count === 1 ? '' : 's'}`;

/** Unicode without NUL and lone surrogates, `min` to `max` code points. */
export function validateText(value: unknown, { min, max }: { min: number; max: number }): Violation | null {
  if (typeof value !== 'string') return violation('type', 'must be a text');
  if (value.includes('\0') || !value.isWellFormed()) return violation('format', 'must be Unicode without NUL');
  const length = value.length > 2 * max ? value.length : lengthOf(value, { min, max });
  if (length < min) return violation('too_short', `must have at least ${characters(min)}`, min);
  if (length > max) return violation('too_long', `must have at most ${characters(max)}`, max);
  return null;
}

/** In code points; not counted where the code units say enough. */
function lengthOf(value: string, { min, max }: { min: number; max: number }): number {
  return value.length < 2 * min || value.length > max ? [...value].length : value.length;
}

/** An integer from `min` to `max`. */
export function validateInteger(value: unknown, { min, max }: { min: number; max: number }): Violation | null {
  if (typeof value !== 'number') return violation('type', 'must be an integer');
  if (value > max) return violation('too_large', `must be at most ${max}`, max);
  if (value < min) return violation('too_small', `must be at least ${min}`, min);
  return Number.isInteger(value) ? null : violation('type', 'must be an integer');
}

/** An id: a positive integer. */
export const validateId: Validator = (value) => validateInteger(value, { min: 1, max: Number.MAX_SAFE_INTEGER });

export const validateFlag: Validator = (value) =>
  typeof value === 'boolean' ? null : violation('type', 'must be true or false');

/** One of these words. */
export function validateWord(value: unknown, words: readonly string[]): Violation | null {
  if (typeof value !== 'string') return violation('type', 'must be a text');
  return words.includes(value) ? null : violation('unknown', `must be one of ${words.join(', ')}`);
}

/** At most `max` different entries, each of which passes. */
export function validateList(
  value: unknown,
  { max, validate }: { max: number; validate: Validator },
): Violation | null {
  if (!Array.isArray(value)) return violation('type', 'must be a list');
  if (value.length > max) return violation('too_long', `must have at most ${max} entries`, max);
  for (const entry of value) {
    const wrong = validate(entry);
    if (wrong) return { ...wrong, message: `has an entry that ${wrong.message}` };
  }
  return new Set(value).size === value.length ? null : violation('format', 'must not name anything twice');
}

/** One violation that stands for all of them; null for none. */
export function together([first, ...others]: readonly Violation[]): Violation | null {
  return first ? { ...first, others } : null;
}

/** A list of which each entry is judged, and what is wrong with one is named with its place. */
export function validateEach(
  value: unknown,
  { min, max }: Bounds,
  validate: (entry: unknown) => Violation[],
): Violation | null {
  if (!Array.isArray(value)) return violation('type', 'must be a list');
  if (value.length < min)
    return violation('too_short', `must have at least ${min} ${min === 1 ? 'entry' : 'entries'}`, min);
  if (value.length > max) return violation('too_long', `must have at most ${max} entries`, max);
  const violations = value.flatMap((entry, at) =>
    validate(entry).map(({ place = '', ...wrong }) => ({ ...wrong, place: `[${at}]${place}` })),
  );
  return together(violations);
}
