import { errors } from '../errors/errors.js';
import type { Validator } from '../input/violation.js';

type Judges = Readonly<Record<string, Validator>>;

/**
 * What a client says with a word: these fields, and no others.
 *
 * @throws AppError `validation_failed`
 */
export function readContent<T>(content: unknown, required: Judges, optional: Judges = {}): T {
  const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
  const given = isObject ? (content as Record<string, unknown>) : {};
  const missing = Object.keys(required).filter((field) => given[field] === undefined);
  const validators = { ...required, ...optional };
  const wrong = Object.entries(given).flatMap(([field, value]) => {
    if (!Object.hasOwn(validators, field)) return [errors.unknownField(field)];
    const violation = value === undefined ? null : validators[field]?.(value);
    return violation ? [{ field, ...violation }] : [];
  });
  const absent = missing.map((field) => ({ field, code: 'required' as const, message: 'is required' }));
  if (absent.length + wrong.length > 0) throw errors.invalid([...absent, ...wrong]);
  return given as T;
}
