import { useEffect, useRef } from 'preact/hooks';
import { say } from '../parts/toasts.js';
import { t } from '../texts.js';
import type { ProjectStore } from './project-store.js';
import { allowed, type Status, STATUSES } from './statuses.js';

interface Props {
  store: ProjectStore;
  id: number;
  button: HTMLElement;
  onClose: () => void;
}

/** The way to move a card without dragging it. */
export function MoveMenu({ store, id, button, onClose }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const menu = ref.current;
    if (!menu) return;
    menu.showPopover();
    const { bottom, right } = button.getBoundingClientRect();
    menu.style.top = `${Math.min(bottom + 4, innerHeight - menu.offsetHeight - 8)}px`;
    menu.style.left = `${Math.max(8, right - menu.offsetWidth)}px`;
    menu.querySelector('button')?.focus();
  }, []);
  const task = store.task(id);
  if (!task) return null;
  const column = store.columns.value[task.status];
  const others = STATUSES.filter((status) => status !== task.status && allowed(task.status, status));
  const run = (work: () => void) => () => {
    work();
    ref.current?.hidePopover();
    button.focus();
  };
  const into = (status: Status) => {
    store.move(id, { status });
    say(t.board.moved(task.title, t.board.statuses[status]));
  };
  const places = [
    [t.board.moveTop, column[0], () => store.move(id, { before_id: column[0]?.id ?? id })],
    [t.board.moveUp, column[0], () => store.shift(id, 'up')],
    [t.board.moveDown, column.at(-1), () => store.shift(id, 'down')],
    [t.board.moveBottom, column.at(-1), () => store.move(id, { after_id: column.at(-1)?.id ?? id })],
  ] as const;
  return (
    <div
      ref={ref}
      popover="auto"
      class="menu floating"
      role="menu"
      aria-label={t.board.moveTo}
      onToggle={(event) => event.newState === 'closed' && onClose()}
      onKeyDown={moveFocus}
    >
      {others.map((status) => (
        <button key={status} role="menuitem" class="plain" onClick={run(() => into(status))}>
          {t.board.statuses[status]}
        </button>
      ))}
      <hr />
      {places.map(([text, edge, work]) => (
        <button key={text} role="menuitem" class="plain" disabled={edge?.id === task.id} onClick={run(() => work())}>
          {text}
        </button>
      ))}
    </div>
  );
}

function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  event.stopPropagation();
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button:enabled')];
  const index = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons.at((index + (event.key === 'ArrowDown' ? 1 : -1)) % buttons.length)?.focus();
}
