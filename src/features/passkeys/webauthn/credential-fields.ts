import {
  type Violation,
  violation,
  validateInteger,
  validateText,
  type Validator,
} from '../../../platform/input/violation.js';
import { field } from '../../../platform/input/fields.js';
import { isObject } from '../../../platform/input/read-input.js';
import { bytesOfBase64url } from '../../../platform/secrets/base64url.js';

/** Of what extensions answer: nothing of it is used. */
const MAX_EXTENSIONS = 10_000;

/** Bytes in canonical base64url: no padding, no other alphabet, no spare bits. `max` counts bytes. */
export function Bytes({ min = 1, max }: { min?: number; max: number }): PropertyDecorator {
  const bounds = { min: lengthOf(min), max: lengthOf(max) };
  const validate: Validator = (value) => validateText(value, bounds) ?? validateBase64url(value as string);
  const documentation = { minLength: bounds.min, maxLength: bounds.max, pattern: '^[A-Za-z0-9_-]*$' };
  return field(validate, { type: String, ...documentation });
}

function lengthOf(bytes: number): number {
  return Math.ceil((bytes * 4) / 3);
}

function validateBase64url(value: string): Violation | null {
  return bytesOfBase64url(value) ? null : violation('format', 'must be base64url without padding');
}

/** A number of the COSE registry of algorithms; they are negative. */
export function Algorithm(): PropertyDecorator {
  const bounds = { min: -65_535, max: 65_535 };
  return field((value) => validateInteger(value, bounds), {
    type: 'integer',
    minimum: bounds.min,
    maximum: bounds.max,
  });
}

/** What a browser's extensions answered: any object that is not too long. */
export function ExtensionResults(): PropertyDecorator {
  const validate: Validator = (value) => {
    if (!isObject(value)) return violation('type', 'must be an object');
    if (JSON.stringify(value).length <= MAX_EXTENSIONS) return null;
    return violation('too_long', `must have at most ${MAX_EXTENSIONS} characters`, MAX_EXTENSIONS);
  };
  return field(validate, { type: 'object', additionalProperties: true });
}
