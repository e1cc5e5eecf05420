import { violation, validateText, type Validator } from '../violation.js';
import { field } from '../fields.js';

const LONGEST = 200;

/** A query parameter that is a JSON object of texts with these names, each of which may be missing. */
export function TextMap(names: readonly string[]): PropertyDecorator {
  const validate: Validator = (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return violation('format', 'must be a JSON object');
    for (const [name, text] of Object.entries(value)) {
      const wrong = names.includes(name)
        ? validateText(text, { min: 1, max: LONGEST })
        : violation('unknown_field', 'is not known here');
      if (wrong) return { ...wrong, place: `.${name.slice(0, 100).toWellFormed()}` };
    }
    return null;
  };
  return field(validate, { type: String, maxLength: 10_000 }, read);
}

function read(value: unknown): unknown {
  try {
    return typeof value === 'string' && value.length <= 10_000 ? JSON.parse(value) : undefined;
  } catch {
    return value;
  }
}
