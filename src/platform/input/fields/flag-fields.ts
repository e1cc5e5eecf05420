import { fault, judgeFlag, type Judge } from '../fault.js';
import { field } from '../fields.js';

/** An object of booleans with these names, each of which may be missing. */
export function Flags(names: readonly string[]): PropertyDecorator {
  const judge: Judge = (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault('type', 'must be an object');
    for (const [name, flag] of Object.entries(value)) {
      const wrong = names.includes(name) ? judgeFlag(flag) : fault('unknown_field', 'is not known here');
      if (wrong) return { ...wrong, place: `.${name.slice(0, 100).toWellFormed()}` };
    }
    return null;
  };
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'boolean' as const }]));
  return field(judge, { type: 'object', properties, additionalProperties: false });
}

/** A field that is there as `true`, or not at all. */
export function Mark(): PropertyDecorator {
  const judge: Judge = (value) => judgeFlag(value) ?? (value === true ? null : fault('unknown', 'must be true'));
  return field(judge, { type: Boolean, enum: [true] });
}
