import { readRule } from '../../time/recurrence-rule.js';
import { type Violation, violation, type Validator, validateWord } from '../violation.js';
import { field } from '../fields.js';

/** What the next day is counted from. */
export const RECURRENCE_STARTS = ['due_on', 'completion'] as const;

function validateRule(value: unknown): Violation | null {
  if (typeof value !== 'string') return violation('type', 'must be a text');
  const read = readRule(value);
  return 'reason' in read ? violation('format', read.reason) : null;
}

const PARTS: Record<string, Validator> = {
  rule: validateRule,
  from: (value) => validateWord(value, RECURRENCE_STARTS),
};

/** An object of a rule of RFC 5545 and what is counted from. With `partial`, what is missing stays as it is. */
export function Recurrence({ partial = false } = {}): PropertyDecorator {
  const names = Object.keys(PARTS);
  const validate: Validator = (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return violation('type', 'must be an object');
    const given = Object.entries(value);
    const missing = partial ? undefined : names.find((name) => !(name in value));
    if (missing) return { ...violation('required', 'is required'), place: `.${missing}` };
    for (const [name, part] of given) {
      const wrong = Object.hasOwn(PARTS, name) ? PARTS[name]?.(part) : violation('unknown_field', 'is not known here');
      if (wrong) return { ...wrong, place: `.${name.slice(0, 100).toWellFormed()}` };
    }
    return null;
  };
  const properties = {
    rule: { type: 'string' as const, maxLength: 500, example: 'FREQ=WEEKLY;BYDAY=MO' },
    from: { type: 'string' as const, enum: [...RECURRENCE_STARTS] },
  };
  return field(validate, {
    type: 'object',
    properties,
    ...(!partial && { required: names }),
    additionalProperties: false,
  });
}
