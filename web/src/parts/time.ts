import { me } from '../session.js';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const shortWithYear = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const DAY_MS = 86_400_000;
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** How long ago, such as `3 hours ago`. */
export function ago(timestamp: string): string {
  const passed = Date.parse(timestamp) - Date.now();
  for (const [unit, length] of UNITS)
    if (Math.abs(passed) >= length) return relative.format(Math.round(passed / length), unit);
  return 'just now';
}

export function moment(timestamp: string): string {
  return full.format(Date.parse(timestamp));
}

/** Today, as a day of the calendar where the person is. */
export function today(): string {
  const timeZone = me.value?.time_zone ?? 'UTC';
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(Date.now());
}

/** A day of the calendar, the near ones by their names. */
export function day(date: string): string {
  const from = Math.round((Date.parse(date) - Date.parse(today())) / DAY_MS);
  if (Math.abs(from) <= 1) return relative.format(from, 'day');
  return (date.slice(0, 4) === today().slice(0, 4) ? short : shortWithYear).format(Date.parse(date));
}

export function daysUntil(date: string): number {
  return Math.round((Date.parse(date) - Date.parse(today())) / DAY_MS);
}
