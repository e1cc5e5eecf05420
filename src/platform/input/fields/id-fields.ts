import { type Bounds, violation, validateEach, validateId, type Validator } from '../violation.js';
import { field } from '../fields.js';

/** As `Ids`, with at least `min`; what is wrong with one of them is named with its place, as `ids[7]`. */
export function IdsByPlace({ min, max }: Bounds): PropertyDecorator {
  const validate: Validator = (value) => {
    const known = new Set<unknown>();
    return validateEach(value, { min, max }, (id) => {
      const wrong = validateId(id) ?? (known.has(id) ? violation('format', 'must not be there twice') : null);
      known.add(id);
      return wrong ? [wrong] : [];
    });
  };
  const items = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
  return field(validate, { type: 'array', items, minItems: min, maxItems: max, uniqueItems: true });
}
