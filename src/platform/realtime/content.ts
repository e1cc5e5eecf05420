import { errors } from '../errors/errors.js';
import type { Judge } from '../input/fault.js';

type Judges = Readonly<Record<string, Judge>>;

/**
 * What a client says with a word: these fields, and no others.
 *
 * @throws AppError `validation_failed`
 */
export function readContent<T>(content: unknown, required: Judges, optional: Judges = {}): T {
  const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
  const given = isObject ? (content as Record<string, unknown>) : {};
  const missing = Object.keys(required).filter((field) => given[field] === undefined);
  const judges = { ...required, ...optional };
  const wrong = Object.entries(given).flatMap(([field, value]) => {
    if (!Object.hasOwn(judges, field)) return [errors.unknownField(field)];
    const fault = value === undefined ? null : judges[field]?.(value);
    return fault ? [{ field, ...fault }] : [];
  });
  const absent = missing.map((field) => ({ field, code: 'required' as const, message: 'is required' }));
  if (absent.length + wrong.length > 0) throw errors.invalid([...absent, ...wrong]);
  return given as T;
}
