import type { HistoryEvent, Task } from '@fasttrack/client';
import type { ProjectStore } from '../board/project-store.js';
import { firstOf, useLoaded } from '../parts/loading/use-loaded.js';
import { ago, day, moment } from '../parts/time.js';
import { complain, say } from '../parts/toasts.js';
import { client } from '../session.js';
import { t, words } from '../texts.js';

type Changes = Record<string, { old: unknown; new: unknown }>;

export function History({ store, task }: { store: ProjectStore; task: Task }) {
  const path = { id: task.id };
  const { data, error } = useLoaded(
    () => firstOf(client.list('/tasks/{id}/history', { path })),
    [task.version, task.id],
  );
  const revert = (id: number) =>
    client
      .post('/tasks/{id}/history/{event_id}/revert', { path: { id: task.id, event_id: id } })
      .then(() => say(t.history.reverted))
      .catch(complain);
  if (error !== undefined && !data) return <p role="alert">{words(error)}</p>;
  return (
    <ol class="history">
      {data?.length === 0 && <li>{t.history.none}</li>}
      {data?.map((event) => (
        <Line key={event.id} store={store} event={event} revert={() => void revert(event.id)} />
      ))}
    </ol>
  );
}

function Line({ store, event, revert }: { store: ProjectStore; event: HistoryEvent; revert: () => void }) {
  const changes = Object.entries(event.changes as Changes).filter(([field]) => field in t.history.fields);
  const what =
    t.history.types[event.type] ?? t.history.changed(changes.map(([field]) => t.history.fields[field]).join(', '));
  const isChange = event.type !== 'task.created' && changes.length > 0;
  return (
    <li>
      <p>
        <strong>{event.actor?.display_name ?? t.somebody}</strong> {what}{' '}
        <time dateTime={event.timestamp} title={moment(event.timestamp)}>
          {ago(event.timestamp)}
        </time>
        {isChange && store.canEdit.value && (
          <button class="plain" onClick={revert}>
            {t.history.revert}
          </button>
        )}
      </p>
      {isChange &&
        changes.map(([field, change]) => (
          <p key={field} class="change">
            <del>{shown(store, field, change.old)}</del> → <ins>{shown(store, field, change.new)}</ins>
          </p>
        ))}
    </li>
  );
}

/** A value as people read it. */
export function shown(store: ProjectStore, field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return t.history.empty;
  if (field === 'assignee_id') return store.replica.get('member', value as number)?.user.display_name ?? t.somebody;
  if (field === 'label_ids')
    return (value as number[]).map((id) => store.replica.get('label', id)?.name ?? '…').join(', ') || t.history.empty;
  if (field === 'parent_id') return store.replica.get('task', value as number)?.ref ?? '…';
  if (field === 'status') return t.board.statuses[value as Task['status']];
  if (field === 'priority') return t.board.priorities[value as Task['priority']];
  if (field === 'start_on' || field === 'due_on') return day(value as string);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
