import { go } from '../router.js';
import { isComposing } from './composer.js';
import type { ProjectStore } from './project-store.js';
import { STATUSES } from './statuses.js';

const ARROWS = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' } as const;

/** For so long a card that moves may be on its way. */
const FRAMES = 20;

type Direction = (typeof ARROWS)[keyof typeof ARROWS];

/** The card that is to have the focus, while it is drawn anew. */
let wanted: number | undefined;

/** The keys of the board: `n`, `/`, arrows, and arrows with Shift. `activate` is told which card has the focus. */
export function watchKeys(store: ProjectStore, activate: (id: number) => void): () => void {
  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (document.querySelector('dialog[open], [popover]:popover-open')) return;
    const target = event.target as HTMLElement;
    if (target.closest('input, textarea, select')) return leave(event, target);
    const card = target.closest<HTMLElement>('[data-task]');
    const id = card ? Number(card.dataset.task) : target === document.body ? wanted : undefined;
    const direction = ARROWS[event.key as keyof typeof ARROWS] as Direction | undefined;
    if (event.key === 'n' && store.canEdit.value) isComposing.value = true;
    else if (event.key === '/') document.getElementById('search')?.focus();
    else if (direction && event.shiftKey && id !== undefined) shift(store, id, direction);
    else if (direction && (card || target === document.body || target.id === 'content'))
      step(store, id, direction, activate);
    else if (event.key === 'm' && card) card.querySelector<HTMLElement>('.move')?.click();
    else if (event.key === 'Escape' && store.filters.areSet.value) store.filters.clear();
    else return;
    event.preventDefault();
  };
  document.addEventListener('keydown', press);
  return () => document.removeEventListener('keydown', press);
}

/** From the task on the page to the board. */
export function closeTask(store: ProjectStore): void {
  go(`/projects/${store.id}`);
}

function leave(event: KeyboardEvent, field: HTMLElement): void {
  if (event.key === 'Escape') field.blur();
}

function shift(store: ProjectStore, id: number, direction: Direction): void {
  if (store.shift(id, direction)) focusCard(id);
}

function step(store: ProjectStore, id: number | undefined, direction: Direction, activate: (id: number) => void): void {
  const next = neighbour(store, id, direction);
  if (next === undefined) return;
  activate(next);
  focusCard(next);
}

function neighbour(store: ProjectStore, id: number | undefined, direction: Direction): number | undefined {
  const columns = STATUSES.map((status) => store.columns.value[status]);
  const column = columns.findIndex((tasks) => tasks.some((task) => task.id === id));
  const current = columns[column];
  if (!current) return columns.flat()[0]?.id;
  const row = current.findIndex((task) => task.id === id);
  if (direction === 'up' || direction === 'down') return current[row + (direction === 'up' ? -1 : 1)]?.id;
  const aside = direction === 'left' ? columns.slice(0, column).reverse() : columns.slice(column + 1);
  const target = aside.find((tasks) => tasks.length > 0);
  return target?.[Math.min(row, target.length - 1)]?.id;
}

/** A card that has just moved is drawn anew within some frames, and takes the focus with it. */
function focusCard(id: number): void {
  wanted = id;
  find(id, FRAMES);
}

function find(id: number, frames: number): void {
  if (wanted !== id) return;
  if (frames === 0) return void (wanted = undefined);
  const card = document.querySelector<HTMLElement>(`[data-task="${id}"]`);
  const isFirst = frames === FRAMES;
  if (card && (isFirst || document.activeElement === document.body)) {
    card.querySelector('a')?.focus();
    card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
  requestAnimationFrame(() => find(id, frames - 1));
}
