import type { InboxNotification, NotificationData } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { complain } from '../parts/toasts.js';
import { ago, moment } from '../parts/time.js';
import { firstOf, useLoaded } from '../parts/loading/use-loaded.js';
import { href } from '../router.js';
import { client } from '../session.js';
import { t, words } from '../texts.js';
import { count, news, unread } from './inbox.js';

type Texts = { [Type in keyof NotificationData]: (data: NotificationData[Type]) => string };

const TEXTS: Texts = {
  task_assigned: ({ title, project }) => t.inbox.task_assigned(title, project),
  comment_added: ({ author }) => t.inbox.comment_added(author),
  mentioned: ({ author }) => t.inbox.mentioned(author),
  member_added: ({ by, project, role }) => t.inbox.member_added(by, project, t.members.roles[role].toLowerCase()),
  task_reminder: ({ title }) => t.inbox.task_reminder(title),
  webhook_paused: ({ reason }) => t.inbox.webhook_paused[reason],
  tasks_due: ({ today, overdue }) => t.inbox.tasks_due(today, overdue),
  status_changed: (data) => t.inbox.status_changed(t.board.statuses[data.old], t.board.statuses[data.new]),
};

/** What concerns one, newest first; what comes appears at once. */
export function InboxPage() {
  const onlyUnread = useSignal(false);
  const query = onlyUnread.value ? { is_read: false } : {};
  const { data, error, again } = useLoaded(
    () => firstOf(client.list('/notifications', { query })),
    [news.value, onlyUnread.value],
  );
  useEffect(() => void (document.title = `${t.inbox.title} · ${t.product}`), []);
  const after = () => Promise.all([again(), count()]);
  const readAll = () => client.post('/notifications/read-all').then(after).catch(complain);
  return (
    <section class="page">
      <div class="heading">
        <h1>{t.inbox.title}</h1>
        <label class="check">
          <input type="checkbox" checked={onlyUnread} onChange={() => (onlyUnread.value = !onlyUnread.value)} />
          {t.inbox.unreadOnly}
        </label>
        <button disabled={unread.value === 0} onClick={() => void readAll()}>
          {t.inbox.readAll}
        </button>
      </div>
      {error !== undefined && !data && <p role="alert">{words(error)}</p>}
      {data?.length === 0 && (
        <div class="nothing">
          <h2>{t.inbox.none}</h2>
          <p>{t.inbox.noneHint}</p>
        </div>
      )}
      <ul class="rows inbox">
        {data?.map((one) => (
          <Line key={one.id} notification={one} after={after} />
        ))}
      </ul>
    </section>
  );
}

function Line({ notification, after }: { notification: InboxNotification; after: () => Promise<unknown> }) {
  const { id, type, data, timestamp, read_at: readAt } = notification;
  const say = TEXTS[type] as ((data: Record<string, unknown>) => string) | undefined;
  const text = say?.(data) ?? type;
  const to = placeOf(data);
  const read = () =>
    client
      .patch('/notifications/{id}', { path: { id }, body: { is_read: true } })
      .then(after)
      .catch(complain);
  return (
    <li class={readAt ? 'read' : 'unread'}>
      <span class="grow">
        {to ? (
          <a href={href(to)} onClick={() => void (readAt ?? read())}>
            {text}
          </a>
        ) : (
          text
        )}
        <time dateTime={timestamp} title={moment(timestamp)}>
          {ago(timestamp)}
        </time>
      </span>
      {!readAt && (
        <button class="plain" aria-label={`${t.inbox.markRead}: ${text}`} onClick={() => void read()}>
          {t.inbox.markRead}
        </button>
      )}
    </li>
  );
}

function placeOf({ task_id: task, project_id: project }: Record<string, unknown>): string | undefined {
  if (typeof project !== 'number') return undefined;
  return typeof task === 'number' ? `/projects/${project}/tasks/${task}` : `/projects/${project}`;
}
