const DAY_MS = 86_400_000;
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
/** Years have four digits. */
const LAST = Date.UTC(9999, 11, 31) / DAY_MS;

/** A day of the calendar, and the number of days since 1970-01-01. */
export interface CalendarDay {
  number: number;
  year: number;
  /** 1 to 12. */
  month: number;
  dayOfMonth: number;
  /** 0 is Monday. */
  weekday: number;
  daysInMonth: number;
}

/** `2026-01-31` as its number; null for what is no day between the years 1 and 9999. */
export function dayNumber(text: string): number | null {
  const [, year, month, dayOfMonth] = DAY.exec(text) ?? [];
  const time = Date.parse(`${text}T00:00:00Z`);
  const isReal = year !== '0000' && new Date(time).getUTCDate() === Number(dayOfMonth) && month !== undefined;
  return isReal ? time / DAY_MS : null;
}

/** @returns null after the year 9999 */
export function dayText(number: number): string | null {
  return number > LAST ? null : new Date(number * DAY_MS).toISOString().slice(0, 10);
}

export function calendarDay(number: number): CalendarDay {
  const date = new Date(number * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  const weekday = (date.getUTCDay() + 6) % 7;
  return { number, year, month, dayOfMonth: date.getUTCDate(), weekday, daysInMonth: daysIn(year, month) };
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (LENGTHS[month - 1] ?? 0);
}

/** 1 to 366. */
export function dayOfYear({ number, year }: CalendarDay): number {
  return number - (dayNumber(`${String(year).padStart(4, '0')}-01-01`) ?? 0) + 1;
}
