import { errors } from '../../../platform/errors/errors.js';
import { EXPORT_FORMAT, EXPORT_VERSION } from '../transfer-format.js';
import { type Found, isObject, type Read, textOf, unreadable } from './source.js';
import { linesIn, MAX_LINE } from './utf8.js';

const KINDS = ['label', 'task', 'comment', 'relation'] as const;
/** What an export has besides. */
const LEFT_OUT: Record<string, string> = { file: 'files', member: 'members' };

/** An export of this program. */
export async function* readJsonLines(path: string): AsyncGenerator<Read> {
  let origin: string | undefined;
  const leftOut = new Map<string, number>();
  for await (const { number, line } of linesIn(path)) {
    const place = `lines[${number}]`;
    if (line === null) yield unreadable(place, 'too_long', `must have at most ${MAX_LINE} characters`, MAX_LINE);
    if (!line?.trim()) continue;
    const value = parse(line);
    if (!isObject(value)) yield unreadable(place, 'format', 'must be a JSON object');
    else if (origin === undefined) {
      origin = originOf(value, place);
      yield projectOf(value, origin, place);
    } else if (textOf(value['kind']) in LEFT_OUT)
      leftOut.set(textOf(value['kind']), (leftOut.get(textOf(value['kind'])) ?? 0) + 1);
    else yield entryOf(value, origin, place);
  }
  if (origin === undefined) throw notAnExport('lines[1]');
  for (const [kind, found] of leftOut) yield { remark: `Left out: ${found} ${LEFT_OUT[kind]}.` };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** @throws AppError `validation_failed` where this is no export, or one of a later version */
function originOf({ kind, format, version, origin }: Record<string, unknown>, place: string): string {
  if (kind !== 'project' || format !== EXPORT_FORMAT) throw notAnExport(place);
  if (version !== EXPORT_VERSION)
    throw errors.invalidField(`${place}.version`, 'unknown', `must be ${EXPORT_VERSION}: a newer program wrote this`);
  return textOf(origin);
}

function notAnExport(place: string) {
  return errors.invalidField(place, 'format', 'must be the first line of an export: its project');
}

function projectOf({ id, name, description }: Record<string, unknown>, origin: string, place: string): Found {
  return { kind: 'project', place, externalId: nameOf(origin, 'projects', id), fields: { name, description } };
}

function entryOf(value: Record<string, unknown>, origin: string, place: string): Read {
  const kind = KINDS.find((one) => one === value['kind']);
  if (!kind) return unreadable(`${place}.kind`, 'unknown', `must be one of ${KINDS.join(', ')}`);
  return { kind, place, ...PARTS[kind](value, origin) };
}

type Parts = Pick<Found, 'externalId' | 'fields'>;

const PARTS: Record<(typeof KINDS)[number], (value: Record<string, unknown>, origin: string) => Parts> = {
  label: ({ name, color }) => ({ externalId: null, fields: { name, color } }),

  task: ({ id, parent_id, title, description, status, priority, ...more }, origin) => {
    const { assignee, labels, start_on, due_on, recurrence } = more;
    const parent = parent_id === null || parent_id === undefined ? null : nameOf(origin, 'tasks', parent_id);
    const details = { title, description, status, priority, assignee, labels, start_on, due_on, recurrence };
    return { externalId: nameOf(origin, 'tasks', id), fields: { ...details, parent_id: parent } };
  },

  comment: ({ id, task_id, body, author, created_at }, origin) => ({
    externalId: nameOf(origin, 'comments', id),
    fields: { task_id: nameOf(origin, 'tasks', task_id), body, author, written_at: created_at },
  }),

  relation: ({ type, task_id, other_task_id }, origin) => ({
    externalId: null,
    fields: { type, task_id: nameOf(origin, 'tasks', task_id), other_task_id: nameOf(origin, 'tasks', other_task_id) },
  }),
};

/** The same number means another thing elsewhere. Null for what is no id. */
function nameOf(origin: string, things: string, id: unknown): string | null {
  const isId = (typeof id === 'string' && id.length > 0 && id.length <= 200) || Number.isSafeInteger(id);
  return isId ? `fasttrack:${origin}/${things}/${id as string | number}` : null;
}
