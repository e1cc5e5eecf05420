import { readRule } from '../../time/recurrence-rule.js';
import { type Fault, fault, type Judge, judgeWord } from '../fault.js';
import { field } from '../fields.js';

/** What the next day is counted from. */
export const RECURRENCE_STARTS = ['due_on', 'completion'] as const;

function judgeRule(value: unknown): Fault | null {
  if (typeof value !== 'string') return fault('type', 'must be a text');
  const read = readRule(value);
  return 'reason' in read ? fault('format', read.reason) : null;
}

const PARTS: Record<string, Judge> = { rule: judgeRule, from: (value) => judgeWord(value, RECURRENCE_STARTS) };

/** An object of a rule of RFC 5545 and what is counted from. With `partial`, what is missing stays as it is. */
export function Recurrence({ partial = false } = {}): PropertyDecorator {
  const names = Object.keys(PARTS);
  const judge: Judge = (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault('type', 'must be an object');
    const given = Object.entries(value);
    const missing = partial ? undefined : names.find((name) => !(name in value));
    if (missing) return { ...fault('required', 'is required'), place: `.${missing}` };
    for (const [name, part] of given) {
      const wrong = Object.hasOwn(PARTS, name) ? PARTS[name]?.(part) : fault('unknown_field', 'is not known here');
      if (wrong) return { ...wrong, place: `.${name.slice(0, 100).toWellFormed()}` };
    }
    return null;
  };
  const properties = {
    rule: { type: 'string' as const, maxLength: 500, example: 'FREQ=WEEKLY;BYDAY=MO' },
    from: { type: 'string' as const, enum: [...RECURRENCE_STARTS] },
  };
  return field(judge, {
    type: 'object',
    properties,
    ...(!partial && { required: names }),
    additionalProperties: false,
  });
}
