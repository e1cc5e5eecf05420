import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { keepDraft, keptDraft } from '../parts/drafts.js';
import { t } from '../texts.js';
import type { ProjectStore } from './project-store.js';

/** Whether the line for a new task is open. */
export const isComposing = signal(false);

/** One line: Enter adds what it says, and asks for the next. */
export function Composer({ store }: { store: ProjectStore }) {
  const ref = useRef<HTMLInputElement>(null);
  const draft = `task in ${store.id}`;
  useEffect(() => {
    if (!isComposing.value || !ref.current) return;
    ref.current.value = keptDraft(draft) ?? '';
    ref.current.focus();
  }, [isComposing.value]);
  useEffect(() => {
    if (keptDraft(draft)) isComposing.value = true;
    return () => void (isComposing.value = false);
  }, []);
  if (!isComposing.value)
    return (
      <button class="plain add" onClick={() => (isComposing.value = true)}>
        + {t.board.add}
      </button>
    );
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const input = ref.current;
    const title = input?.value.trim();
    if (!input || !title) return;
    store.replica.create({ title });
    store.tell();
    input.value = '';
    keepDraft(draft, null);
    const cards = input.closest('.column')?.querySelector('.cards');
    requestAnimationFrame(() => cards?.scrollTo({ top: cards.scrollHeight }));
  };
  return (
    <form class="composer" onSubmit={add}>
      <input
        ref={ref}
        aria-label={t.board.add}
        placeholder={t.board.addPlaceholder}
        title={t.board.addHint}
        maxLength={200}
        autoComplete="off"
        onInput={(event) => keepDraft(draft, event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          keepDraft(draft, null);
          isComposing.value = false;
        }}
        onBlur={(event) => {
          if (!event.currentTarget.value) isComposing.value = false;
        }}
      />
    </form>
  );
}
