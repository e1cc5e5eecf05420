import { stat } from 'node:fs/promises';
import { errors } from '../../../platform/errors/errors.js';
import { isObject, objectsIn, type Found, type Read, textOf, titled } from './source.js';
import { textIn } from './utf8.js';

/** A board is read as one: it stands in memory meanwhile. */
const MAX_BYTES = 32 * 1024 * 1024;

const COLORS: Record<string, string> = {
  ...{ green: '#61bd4f', yellow: '#f2d600', orange: '#ff9f1a', red: '#eb5a46', purple: '#c377e0' },
  ...{ blue: '#0079bf', sky: '#00c2e0', lime: '#51e898', pink: '#ff78cb', black: '#344563' },
};
const STATUS_OF_LIST: Record<string, string> = {
  ...{ 'to do': 'todo', todo: 'todo', backlog: 'todo' },
  ...{ doing: 'in_progress', 'in progress': 'in_progress' },
  ...{ done: 'done', complete: 'done', completed: 'done', finished: 'done' },
};
const ARCHIVED = 'Archived';

type Json = Record<string, unknown>;

/**
 * A board as Trello exports it. Cards are tasks, in the order of their lists; what a checklist has are subtasks. A list
 * whose name says no status is a label. Archived cards are done, and have a label that says so.
 */
export async function* readTrello(path: string): AsyncGenerator<Read> {
  const board = await boardIn(path);
  const { id, name, desc } = board;
  yield {
    kind: 'project',
    place: 'board',
    externalId: trello(id),
    fields: { name: textOf(name), description: textOf(desc) || null },
  };
  for (const [nth, label] of objectsIn(board['labels']).entries()) {
    const [text, color] = [labelOf(label), COLORS[baseColor(label['color'])]];
    if (text) yield { kind: 'label', place: `labels[${nth}]`, externalId: null, fields: { name: text, color } };
  }
  yield* cardsOf(board);
  yield* commentsOf(board);
  const attachments = objectsIn(board['cards']).flatMap((card) => objectsIn(card['attachments'])).length;
  if (attachments > 0) yield { remark: `Left out: ${attachments} attachments.` };
}

/** @throws AppError `validation_failed` where this is no board */
async function boardIn(path: string): Promise<Json> {
  const limit = `must have at most ${MAX_BYTES / 1024 / 1024} MB`;
  if ((await stat(path)).size > MAX_BYTES) throw errors.invalidField('file', 'too_large', limit, MAX_BYTES);
  let text = '';
  for await (const piece of textIn(path)) text += piece;
  let board: unknown;
  try {
    board = JSON.parse(text);
  } catch {
    throw errors.invalidField('file', 'format', 'must be JSON');
  }
  if (isObject(board) && Array.isArray(board['cards']) && Array.isArray(board['lists']) && textOf(board['id']))
    return board;
  throw errors.invalidField('file', 'format', 'must be the JSON of a Trello board, with its lists and cards');
}

function trello(id: unknown): string | null {
  return textOf(id) ? `trello:${textOf(id).slice(0, 100)}` : null;
}

function* cardsOf(board: Json): Generator<Found> {
  const lists = new Map(objectsIn(board['lists']).map((list) => [textOf(list['id']), list]));
  const people = new Map(objectsIn(board['members']).map((one) => [textOf(one['id']), textOf(one['fullName'])]));
  const checklists = objectsIn(board['checklists']);
  const placed = objectsIn(board['cards']).map((card, nth) => ({ card, nth, list: lists.get(textOf(card['idList'])) }));
  placed.sort((one, other) => at(one.list) - at(other.list) || at(one.card) - at(other.card) || one.nth - other.nth);
  for (const { card, nth, list } of placed) {
    const place = `cards[${nth}]`;
    yield { kind: 'task', place, externalId: trello(card['id']), fields: fieldsOf(card, list, people) };
    const own = checklists.filter(({ idCard }) => idCard === card['id']);
    for (const checklist of own) yield* itemsOf(checklist, card, place);
  }
}

function at(placed: Json | undefined): number {
  return typeof placed?.['pos'] === 'number' ? placed['pos'] : 0;
}

function fieldsOf(card: Json, list: Json | undefined, people: Map<string, string>): Json {
  const listName = textOf(list?.['name']).trim();
  const known = STATUS_OF_LIST[listName.toLowerCase()];
  const isArchived = card['closed'] === true || list?.['closed'] === true;
  const isDone = isArchived || card['dueComplete'] === true;
  const labels = objectsIn(card['labels']).map(labelOf);
  if (!known && listName) labels.push(listName.slice(0, 50).trim());
  if (isArchived) labels.push(ARCHIVED);
  const members = Array.isArray(card['idMembers']) ? card['idMembers'] : [];
  const [start, due] = [dayOf(card['start']), dayOf(card['due'])];
  return {
    ...titled(textOf(card['name']), textOf(card['desc'])),
    status: isDone ? 'done' : (known ?? 'todo'),
    assignee: people.get(textOf(members[0])) || undefined,
    labels: [...new Set(labels.filter(Boolean))],
    // Trello lets a card start after it is due.
    start_on: start && due && start > due ? undefined : start,
    due_on: due,
  };
}

function* itemsOf(checklist: Json, card: Json, place: string): Generator<Found> {
  const items = objectsIn(checklist['checkItems']).sort((one, other) => at(one) - at(other));
  for (const [nth, item] of items.entries()) {
    const fields = {
      ...titled(textOf(item['name']), textOf(checklist['name']) && `Checklist: ${textOf(checklist['name'])}`),
      status: item['state'] === 'complete' ? 'done' : 'todo',
      due_on: dayOf(item['due']),
      parent_id: trello(card['id']),
    };
    yield { kind: 'task', place: `${place}.checkItems[${nth}]`, externalId: trello(item['id']), fields };
  }
}

/** Trello has the newest first. */
function* commentsOf(board: Json): Generator<Found> {
  const actions = objectsIn(board['actions']);
  const cards = new Set(objectsIn(board['cards']).map(({ id }) => id));
  for (const [nth, action] of [...actions.entries()].reverse()) {
    const data = action['data'];
    if (action['type'] !== 'commentCard' || !isObject(data) || !isObject(data['card'])) continue;
    if (!cards.has(data['card']['id'])) continue; // of a card that was deleted
    const creator = isObject(action['memberCreator']) ? textOf(action['memberCreator']['fullName']) : '';
    const fields = {
      task_id: trello(data['card']['id']),
      body: textOf(data['text']),
      author: creator || undefined,
      written_at: dayOf(action['date']),
    };
    yield { kind: 'comment', place: `actions[${nth}]`, externalId: trello(action['id']), fields };
  }
}

/** A label without a name is called as its color. */
function labelOf({ name, color }: Json): string {
  return (textOf(name).trim() || baseColor(color)).slice(0, 50).trim();
}

/** `green_dark` is a green. */
function baseColor(color: unknown): string {
  return textOf(color).replace(/_(dark|light)$/, '');
}

function dayOf(time: unknown): string | undefined {
  return /^\d{4}-\d\d-\d\d/.exec(textOf(time))?.[0];
}
