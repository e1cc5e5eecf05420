import { dayNumber, dayText } from '../../platform/time/calendar.js';
import { nextDay } from '../../platform/time/recurrence.js';
import { readRule } from '../../platform/time/recurrence-rule.js';
import type { Task } from '../tasks/task.entity.js';

type Recurring = Pick<Task, 'recurrence' | 'recurrenceNth' | 'startOn' | 'dueOn'>;
type Days = Pick<Task, 'startOn' | 'dueOn'>;

const FIRST = dayNumber('0001-01-01') ?? 0;

/**
 * The days of the task that comes after one: both moved by the same distance. Null where the series ends with it.
 *
 * @param today on which it is done, for whoever does it
 * @spec SPEC-027.10, SPEC-027.11, SPEC-027.14
 */
export function nextDays({ recurrence, recurrenceNth, startOn, dueOn }: Recurring, today: string): Days | null {
  const read = recurrence && readRule(recurrence.rule);
  if (!read || !('rule' in read) || dueOn === null) return null;
  const { rule } = read;
  if (rule.count !== null && recurrenceNth >= rule.count) return null;
  const next = nextDay(rule, recurrence.from === 'completion' ? today : dueOn);
  return next === null ? null : { startOn: startOn && moved(startOn, dueOn, next), dueOn: next };
}

/** A day that would be before all days of the calendar is the first one. */
function moved(day: string, from: string, to: string): string | null {
  const [number, start, end] = [day, from, to].map((text) => dayNumber(text) ?? 0) as [number, number, number];
  return dayText(Math.max(FIRST, number + end - start));
}
