import { dayNumber, dayText } from '../../platform/time/calendar.js';

export interface CalendarTask {
  id: number;
  number: number;
  key: string;
  project: string;
  title: string;
  description: string | null;
  priority: 'low' | 'medium' | 'high';
  /** A day, as `2026-01-31`. */
  dueOn: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  labels: string[];
}

/** Where the tasks are, and by which name this installation is told from others. */
interface Place {
  appUrl: string;
  host: string;
}

/** RFC 5545 §3.1: without the line break. */
const MAX_BYTES = 75;
const PRIORITY = { high: 1, medium: 5, low: 9 };

/**
 * A calendar (RFC 5545) with an event of a whole day for each task. All of it follows from the tasks: the same tasks make
 * the same bytes.
 *
 * @spec SPEC-044.5, SPEC-044.6
 */
export function calendarOf(name: string, tasks: readonly CalendarTask[], place: Place): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//fasttrack//fasttrack//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escape(name)}`,
    `X-WR-CALNAME:${escape(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...tasks.flatMap((task) => eventOf(task, place)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function eventOf(task: CalendarTask, { appUrl, host }: Place): string[] {
  const { id, title, project, description, dueOn, version, labels } = task;
  const ref = `${task.key}-${task.number}`;
  const about = [`${ref} · ${project}`, ...(description ? [description] : [])].join('\n\n');
  const changed = utc(task.updatedAt);
  const next = dayText((dayNumber(dueOn) ?? 0) + 1);
  return [
    'BEGIN:VEVENT',
    `UID:task-${id}@${host}`,
    `DTSTAMP:${changed}`,
    `CREATED:${utc(task.createdAt)}`,
    `LAST-MODIFIED:${changed}`,
    `SEQUENCE:${version}`,
    `DTSTART;VALUE=DATE:${day(dueOn)}`,
    ...(next ? [`DTEND;VALUE=DATE:${day(next)}`] : []),
    `SUMMARY:${escape(title)}`,
    `DESCRIPTION:${escape(about)}`,
    `URL:${appUrl}/tasks/${id}`,
    `PRIORITY:${PRIORITY[task.priority]}`,
    ...(labels.length > 0 ? [`CATEGORIES:${labels.map(escape).join(',')}`] : []),
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

function day(iso: string): string {
  return iso.replaceAll('-', '');
}

function utc(time: Date): string {
  return time.toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** RFC 5545 §3.3.11. No other control character may stand in a text. */
function escape(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll(/(?!\t)\p{Cc}/gu, '');
}

/** By bytes, and never inside of a character. */
function fold(line: string): string {
  let folded = '';
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > MAX_BYTES) {
      folded += '\r\n ';
      bytes = 1;
    }
    folded += character;
    bytes += size;
  }
  return folded;
}
