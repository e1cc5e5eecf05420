const COLOURS: Record<string, number> = { trace: 90, debug: 90, info: 32, warn: 33, error: 31, fatal: 35 };
const GREY = 90;
/** Control characters other than the line break: input of clients must not control a terminal. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

interface Line {
  level: string;
  time: string;
  message?: string;
  context?: string;
  error?: unknown;
  [field: string]: unknown;
}

/** One JSON line in readable form: time, level, context, message, then the fields; a stack trace on its own lines. */
export function readable(json: string, { colours }: { colours: boolean }): string {
  const { level, time, message = '', context, error, pid: _pid, ...fields } = JSON.parse(json) as Line;
  const paint = (code: number, text: string) => (colours ? `\u001b[${code}m${text}\u001b[39m` : text);
  const parts = [
    paint(GREY, time.slice(11, 23)),
    paint(COLOURS[level] ?? GREY, level.toUpperCase().padEnd(5)),
    ...(context ? [paint(GREY, `${harmless(context)}:`)] : []),
    indented(message),
    ...Object.entries(fields).map(([name, value]) => paint(GREY, `${harmless(name)}=${shown(value)}`)),
  ];
  return `${parts.join(' ')}${stacks(error)}\n`;
}

function stacks(error: unknown): string {
  if (typeof error !== 'object' || error === null) return error === undefined ? '' : `\n    ${shown(error)}`;
  const { stack, cause } = error as { stack?: string; cause?: unknown };
  const own = stack ? `\n    ${indented(stack)}` : '';
  return own + (cause === undefined ? '' : `\n    caused by${stacks(cause)}`);
}

function shown(value: unknown): string {
  return harmless(typeof value === 'string' && /^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value));
}

function indented(text: string): string {
  return harmless(text).replaceAll('\n', '\n    ');
}

function harmless(text: string): string {
  return text.replace(CONTROLS, (found) => `\\x${found.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
