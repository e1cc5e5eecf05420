import { calendarDay, type CalendarDay, dayNumber, dayOfYear, dayText, isLeapYear } from './calendar.js';
import type { RecurrenceRule, RuleWeekday } from './recurrence-rule.js';

/** Nothing is looked for beyond so many days: about a hundred years. */
const HORIZON = 36_525;

/**
 * The first day after this one in a series that begins with it (RFC 5545: it is the DTSTART). A month or year that does
 * not have the day is left out. COUNT is not looked at: how many days there have been is known to the caller only.
 *
 * @param from a day such as `2026-01-31`
 * @returns null where there is none until UNTIL, or within a hundred years
 * @spec SPEC-027.2
 */
export function nextDay(rule: RecurrenceRule, from: string): string | null {
  const number = dayNumber(from);
  if (number === null) throw new RangeError(`${from} is no day.`);
  const first = calendarDay(number);
  const last = Math.min(rule.until ?? Infinity, number + HORIZON);
  for (let day = number + 1; day <= last; day++) {
    const candidate = calendarDay(day);
    if (isInTurn(rule, first, candidate) && matches(rule, first, candidate)) return dayText(day);
  }
  return null;
}

/** Whether it is in one of the days, weeks, months or years that INTERVAL leaves. */
function isInTurn({ frequency, interval }: RecurrenceRule, first: CalendarDay, day: CalendarDay): boolean {
  const passed = {
    DAILY: () => day.number - first.number,
    WEEKLY: () => (day.number - day.weekday - (first.number - first.weekday)) / 7,
    MONTHLY: () => (day.year - first.year) * 12 + day.month - first.month,
    YEARLY: () => day.year - first.year,
  }[frequency]();
  return passed % interval === 0;
}

function matches(rule: RecurrenceRule, first: CalendarDay, day: CalendarDay): boolean {
  const { weekdays, daysOfMonth, months } = rule;
  if (months && !months.includes(day.month)) return false;
  if (daysOfMonth && !daysOfMonth.some((one) => isDayOfMonth(one, day))) return false;
  if (weekdays && !weekdays.some((one) => isWeekday(one, rule, day))) return false;
  return weekdays !== null || daysOfMonth !== null || isLikeFirst(rule, first, day);
}

/** Without BYDAY and BYMONTHDAY, the first day says which. */
function isLikeFirst({ frequency, months }: RecurrenceRule, first: CalendarDay, day: CalendarDay): boolean {
  if (frequency === 'DAILY') return true;
  if (frequency === 'WEEKLY') return day.weekday === first.weekday;
  const isInMonth = frequency === 'MONTHLY' || months !== null || day.month === first.month;
  return isInMonth && day.dayOfMonth === first.dayOfMonth;
}

function isDayOfMonth(wanted: number, { dayOfMonth, daysInMonth }: CalendarDay): boolean {
  return dayOfMonth === (wanted > 0 ? wanted : daysInMonth + 1 + wanted);
}

/** A number counts within the month, or within the year where no month is named. */
function isWeekday({ weekday, nth }: RuleWeekday, { frequency, months }: RecurrenceRule, day: CalendarDay): boolean {
  if (day.weekday !== weekday) return false;
  if (nth === null) return true;
  const isInYear = frequency === 'YEARLY' && months === null;
  const place = isInYear ? dayOfYear(day) : day.dayOfMonth;
  const length = isInYear ? (isLeapYear(day.year) ? 366 : 365) : day.daysInMonth;
  return nth > 0 ? Math.ceil(place / 7) === nth : Math.ceil((length - place + 1) / 7) === -nth;
}
