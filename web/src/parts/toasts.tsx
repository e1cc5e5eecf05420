import { signal } from '@preact/signals';
import { t, words } from '../texts.js';

interface Toast {
  id: number;
  text: string;
  isError: boolean;
  undo?: (() => void) | undefined;
}

const toasts = signal<readonly Toast[]>([]);
let count = 0;

/** Says something in passing; `undo` offers to take it back. */
export function say(text: string, { undo, isError = false }: { undo?: () => void; isError?: boolean } = {}): void {
  const id = ++count;
  toasts.value = [...toasts.value.slice(-2), { id, text, isError, undo }];
  setTimeout(() => drop(id), undo ? 10_000 : 5000);
}

export function complain(error: unknown): void {
  say(words(error), { isError: true });
}

function drop(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-label={t.notifications}>
      {toasts.value.map(({ id, text, isError, undo }) => (
        <p key={id} class={isError ? 'toast bad' : 'toast'}>
          <span>{text}</span>
          {undo && (
            <button
              class="plain"
              onClick={() => {
                drop(id);
                undo();
              }}
            >
              {t.undo}
            </button>
          )}
          <button class="plain icon" aria-label={t.close} onClick={() => drop(id)}>
            ×
          </button>
        </p>
      ))}
    </div>
  );
}
