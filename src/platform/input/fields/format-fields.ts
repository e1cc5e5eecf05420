import { violation, type Validator } from '../violation.js';
import { field } from '../fields.js';
import { isTimeZone } from '../../time/time-zone.js';

const DAY = /^\d{4}-\d\d-\d\d$/;

/** In the calendar that the database has: there is no year 0. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return DAY.test(text) && !text.startsWith('0000') && !Number.isNaN(day.getTime()) && day.toJSON().startsWith(text);
}

const validateDay: Validator = (value) => {
  if (typeof value !== 'string') return violation('type', 'must be a text');
  return isDay(value) ? null : violation('format', 'must be a day such as 2026-01-31');
};

/** A day of the calendar, `YYYY-MM-DD`: without a time and in no time zone. */
export function Day(): PropertyDecorator {
  return field(validateDay, { type: String, format: 'date' });
}

const validateTimeZone: Validator = (value) => {
  if (typeof value !== 'string') return violation('type', 'must be a text');
  return isTimeZone(value) ? null : violation('unknown', 'must be an IANA time zone such as Europe/Berlin');
};

/** The IANA name of a time zone, such as `Europe/Berlin`; no offset. */
export function TimeZone(): PropertyDecorator {
  return field(validateTimeZone, { type: String, maxLength: 100 });
}

const COLOR = /^#[0-9A-Fa-f]{6}$/;

/** A color, as `#2e8b57`. */
export function Color(): PropertyDecorator {
  const validate: Validator = (value) => {
    if (typeof value !== 'string') return violation('type', 'must be a text');
    return COLOR.test(value) ? null : violation('format', 'must be a color such as #2e8b57');
  };
  return field(validate, { type: String, pattern: COLOR.source });
}
