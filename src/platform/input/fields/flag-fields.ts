import { violation, validateFlag, type Validator } from '../violation.js';
import { field } from '../fields.js';

/** An object of booleans with these names, each of which may be missing. */
export function Flags(names: readonly string[]): PropertyDecorator {
  const validate: Validator = (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return violation('type', 'must be an object');
    for (const [name, flag] of Object.entries(value)) {
      const wrong = names.includes(name) ? validateFlag(flag) : violation('unknown_field', 'is not known here');
      if (wrong) return { ...wrong, place: `.${name.slice(0, 100).toWellFormed()}` };
    }
    return null;
  };
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'boolean' as const }]));
  return field(validate, { type: 'object', properties, additionalProperties: false });
}

/** A field that is there as `true`, or not at all. */
export function Mark(): PropertyDecorator {
  const validate: Validator = (value) =>
    validateFlag(value) ?? (value === true ? null : violation('unknown', 'must be true'));
  return field(validate, { type: Boolean, enum: [true] });
}
