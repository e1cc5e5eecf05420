import type { Member } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { keepDraft, keptDraft } from '../parts/drafts.js';
import { complain } from '../parts/toasts.js';
import { t } from '../texts.js';

interface Props {
  members: readonly Member[];
  draft: string;
  start?: string;
  submit: string;
  onSend: (body: string) => Promise<void>;
  onCancel?: () => void;
}

const MENTION = /(?:^|\s)@([^@\n]{0,40})$/;
const MOST = 6;

/** A text in which `@` offers the members. */
export function CommentForm({ members, draft, start = '', submit, onSend, onCancel }: Props) {
  const ref = useRef<HTMLTextAreaElement>(null);
  const isBusy = useSignal(false);
  const wanted = useSignal<string | undefined>(undefined);
  const offered = wanted.value === undefined ? [] : matching(members, wanted.value);
  const look = (field: HTMLTextAreaElement) => {
    keepDraft(draft, field.value);
    wanted.value = MENTION.exec(field.value.slice(0, field.selectionStart))?.[1]?.toLowerCase();
  };
  const take = (name: string) => {
    const field = ref.current;
    if (!field) return;
    const end = field.selectionStart;
    field.setRangeText(`${name} `, end - (wanted.value?.length ?? 0), end, 'end');
    field.focus();
    look(field);
    wanted.value = undefined;
  };
  const send = async (event?: Event) => {
    event?.preventDefault();
    const body = ref.current?.value.trim();
    if (!ref.current || !body || isBusy.value) return;
    isBusy.value = true;
    try {
      await onSend(body);
      keepDraft(draft, null);
      if (ref.current) ref.current.value = '';
    } catch (error) {
      complain(error); // the text stays where it is
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <form class="comment-form" onSubmit={(event) => void send(event)}>
      <textarea
        ref={ref}
        rows={3}
        aria-label={t.comments.placeholder}
        placeholder={t.comments.placeholder}
        defaultValue={keptDraft(draft) ?? start}
        onInput={(event) => look(event.currentTarget)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
          const [first] = offered;
          if (first && (event.key === 'Tab' || event.key === 'Enter') && !event.shiftKey) {
            event.preventDefault();
            take(first.user.display_name);
          }
          if (event.key === 'Escape' && offered.length > 0) {
            event.preventDefault();
            event.stopPropagation();
            wanted.value = undefined;
          }
        }}
      />
      {offered.length > 0 && (
        <p class="offers" role="group" aria-label={t.comments.people}>
          {offered.map(({ user }) => (
            <button key={user.id} type="button" onClick={() => take(user.display_name)}>
              @{user.display_name}
            </button>
          ))}
        </p>
      )}
      <div class="actions">
        <button class="primary" disabled={isBusy}>
          {submit}
        </button>
        {onCancel && (
          <button
            type="button"
            onClick={() => {
              keepDraft(draft, null);
              onCancel();
            }}
          >
            {t.cancel}
          </button>
        )}
      </div>
    </form>
  );
}

function matching(members: readonly Member[], wanted: string): readonly Member[] {
  return members.filter(({ user }) => user.display_name.toLowerCase().includes(wanted)).slice(0, MOST);
}
