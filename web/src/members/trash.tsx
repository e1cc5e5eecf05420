import type { ProjectStore } from '../board/project-store.js';
import { ago } from '../parts/time.js';
import { complain } from '../parts/toasts.js';
import { firstOf, useLoaded } from '../parts/loading/use-loaded.js';
import { client } from '../session.js';
import { t } from '../texts.js';

/** What was deleted, and can still be brought back. */
export function Trash({ store }: { store: ProjectStore }) {
  const path = { id: store.id };
  const size = store.tasks.value.length;
  const { data, again } = useLoaded(() => firstOf(client.list('/projects/{id}/trash', { path })), [store.id, size]);
  const restore = (id: number) => client.post('/tasks/{id}/restore', { path: { id } }).then(again).catch(complain);
  return (
    <>
      <h2>{t.members.trash}</h2>
      {data?.length === 0 && <p class="faint">{t.members.trashEmpty}</p>}
      <ul class="rows">
        {data?.map(({ id, ref, title, deleted_at: at }) => (
          <li key={id}>
            <span class="ref">{ref}</span>
            <span class="grow">
              {title} <small>{ago(at)}</small>
            </span>
            {store.canEdit.value && (
              <button aria-label={`${t.members.restore}: ${title}`} onClick={() => void restore(id)}>
                {t.members.restore}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
