import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import type { ProjectStore } from './project-store.js';
import { allowed, type Status } from './statuses.js';

interface Dragged extends Record<string, unknown> {
  id: number;
  status: Status;
}

type Target = { before: number } | { after: number } | { end: true };

const isBefore = (element: Element, y: number) => {
  const { top, height } = element.getBoundingClientRect();
  return y < top + height / 2;
};

/** Lets a card be dragged, and dropped above or below another one. */
export function dragCard(element: HTMLElement, { id, status }: Dragged): () => void {
  const mark = (edge?: string) => {
    if (edge) element.dataset.drop = edge;
    else delete element.dataset.drop;
  };
  return combine(
    draggable({
      element,
      getInitialData: () => ({ id, status }),
      onDragStart: () => element.classList.add('dragged'),
      onDrop: () => element.classList.remove('dragged'),
    }),
    dropTargetForElements({
      element,
      canDrop: ({ source }) => canLand(source.data as Dragged, status) && source.data.id !== id,
      getData: ({ input }) => ({ status, ...(isBefore(element, input.clientY) ? { before: id } : { after: id }) }),
      onDrag: ({ self }) => mark('before' in self.data ? 'before' : 'after'),
      onDragLeave: () => mark(),
      onDrop: () => mark(),
    }),
  );
}

/** Takes cards that are dropped beside all others. */
export function dropIntoColumn(element: HTMLElement, status: Status): () => void {
  const clear = () => element.classList.remove('over');
  return dropTargetForElements({
    element,
    canDrop: ({ source }) => canLand(source.data as Dragged, status),
    getData: () => ({ status, end: true }),
    onDragEnter: () => element.classList.add('over'),
    onDragLeave: clear,
    onDrop: clear,
  });
}

/** Moves what was dropped. While something is dragged, columns where it can't go say so. */
export function watchDrops(store: ProjectStore, board: HTMLElement): () => void {
  return monitorForElements({
    onDragStart: ({ source }) => (board.dataset.dragging = (source.data as Dragged).status),
    onDrop: ({ source, location }) => {
      delete board.dataset.dragging;
      const [target] = location.current.dropTargets;
      if (target) drop(store, source.data as Dragged, target.data as Target & { status: Status });
    },
  });
}

function drop(store: ProjectStore, { id }: Dragged, target: Target & { status: Status }): void {
  const { status } = target;
  if ('before' in target) return store.move(id, { status, before_id: target.before });
  if ('after' in target) return store.move(id, { status, after_id: target.after });
  const last = store.columns.value[status].findLast((task) => task.id !== id);
  store.move(id, last ? { status, after_id: last.id } : { status });
}

function canLand({ status }: Dragged, to: Status): boolean {
  return allowed(status, to);
}
