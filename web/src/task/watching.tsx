import { firstOf, useLoaded } from '../parts/loading/use-loaded.js';
import { complain } from '../parts/toasts.js';
import { client, me } from '../session.js';
import { t } from '../texts.js';

/** Whether one hears of what happens to a task. */
export function Watching({ id }: { id: number }) {
  const path = { id };
  const { data, again } = useLoaded(() => firstOf(client.list('/tasks/{id}/watchers', { path }), 500), [id]);
  if (!data) return null;
  const isWatching = data.some((person) => person.id === me.value?.id);
  const toggle = () =>
    (isWatching ? client.delete('/tasks/{id}/watch', { path }) : client.post('/tasks/{id}/watch', { path }))
      .then(again)
      .catch(complain);
  return (
    <button class="plain" aria-pressed={isWatching} onClick={() => void toggle()}>
      {isWatching ? t.task.unwatch : t.task.watch}
    </button>
  );
}
