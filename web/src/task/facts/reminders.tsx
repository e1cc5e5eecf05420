import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { firstOf, useLoaded } from '../../parts/loading/use-loaded.js';
import { moment } from '../../parts/time.js';
import { complain } from '../../parts/toasts.js';
import { client } from '../../session.js';
import { t, words } from '../../texts.js';

const MINUTE_MS = 60_000;
const MORNING = 9;

/** When one wants to be reminded of a task; nobody else sees it. */
export function Reminders({ id }: { id: number }) {
  const path = { id };
  const isChoosing = useSignal(false);
  const { data, again } = useLoaded(() => firstOf(client.list('/tasks/{id}/reminders', { path })), [id]);
  const add = async (at: Date) => {
    await client.post('/tasks/{id}/reminders', { path, body: { remind_at: at.toISOString() } });
    isChoosing.value = false;
    await again();
  };
  const remove = (reminder: number) =>
    client
      .delete('/reminders/{id}', { path: { id: reminder } })
      .then(again)
      .catch(complain);
  return (
    <section class="fact-line">
      <h3>{t.reminders.title}</h3>
      {data && data.length > 0 && (
        <ul>
          {data.map(({ id: reminder, remind_at: at }) => (
            <li key={reminder}>
              <time dateTime={at}>{moment(at)}</time>
              <button
                class="plain icon"
                aria-label={`${t.reminders.remove}: ${moment(at)}`}
                onClick={() => void remove(reminder)}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      {isChoosing.value ? (
        <Choosing onChoose={add} onClose={() => (isChoosing.value = false)} />
      ) : (
        <button class="plain faint" onClick={() => (isChoosing.value = true)}>
          {t.reminders.choose}
        </button>
      )}
    </section>
  );
}

function Choosing({ onChoose, onClose }: { onChoose: (at: Date) => Promise<void>; onClose: () => void }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const error = useSignal<unknown>(undefined);
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const at = new Date(input.current?.value ?? '');
    if (!Number.isNaN(at.getTime())) onChoose(at).catch((failure: unknown) => (error.value = failure));
  };
  return (
    <form class="fact-line" onSubmit={add}>
      <label for={id}>{t.reminders.when}</label>
      <input ref={input} id={id} type="datetime-local" required autoFocus defaultValue={tomorrowMorning()} />
      {error.value !== undefined && (
        <small class="error" role="alert">
          {words(error.value)}
        </small>
      )}
      <span class="actions">
        <button class="primary">{t.reminders.add}</button>
        <button type="button" onClick={onClose}>
          {t.cancel}
        </button>
      </span>
    </form>
  );
}

/** As the field wants it: the time of the clock on the wall. */
function tomorrowMorning(): string {
  const at = new Date();
  at.setDate(at.getDate() + 1);
  at.setHours(MORNING, 0, 0, 0);
  return new Date(at.getTime() - at.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}
