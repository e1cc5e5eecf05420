import { useId, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { moment } from '../../parts/time.js';
import { complain } from '../../parts/toasts.js';
import { firstOf, useLoaded } from '../../parts/loading/use-loaded.js';
import { client } from '../../session.js';
import { fieldError, t } from '../../texts.js';

const MINUTE_MS = 60_000;
const MORNING = 9;

/** When one wants to be reminded of a task; nobody else sees it. */
export function Reminders({ id }: { id: number }) {
  const path = { id };
  const field = useId();
  const input = useRef<HTMLInputElement>(null);
  const error = useSignal<string | undefined>(undefined);
  const { data, again } = useLoaded(() => firstOf(client.list('/tasks/{id}/reminders', { path })), [id]);
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    error.value = undefined;
    const at = new Date(input.current?.value ?? '');
    if (Number.isNaN(at.getTime())) return;
    try {
      await client.post('/tasks/{id}/reminders', { path, body: { remind_at: at.toISOString() } });
      await again();
    } catch (failure) {
      error.value = fieldError(failure, 'remind_at');
      if (!error.value) complain(failure);
    }
  };
  const remove = (reminder: number) =>
    client
      .delete('/reminders/{id}', { path: { id: reminder } })
      .then(again)
      .catch(complain);
  return (
    <form class="fact-line" onSubmit={(event) => void add(event)}>
      <label for={field}>{t.reminders.title}</label>
      {data && data.length > 0 && (
        <ul>
          {data.map(({ id: reminder, remind_at: at }) => (
            <li key={reminder}>
              <time dateTime={at}>{moment(at)}</time>
              <button
                type="button"
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
      <span class="with-button">
        <input ref={input} id={field} type="datetime-local" required defaultValue={tomorrowMorning()} />
        <button aria-label={t.reminders.add}>+</button>
      </span>
      {error.value && (
        <small class="error" role="alert">
          {error.value}
        </small>
      )}
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
