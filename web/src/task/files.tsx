import type { TaskFile } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import type { ProjectStore } from '../board/project-store.js';
import { ago } from '../parts/time.js';
import { complain } from '../parts/toasts.js';
import { client } from '../session.js';
import { t } from '../texts.js';

export function Files({ store, taskId }: { store: ProjectStore; taskId: number }) {
  void store.restChanged.value;
  const files = [...store.replica.all('file').values()].filter(({ task_id: id }) => id === taskId);
  const part = useSignal<number | undefined>(undefined);
  const add = async (input: HTMLInputElement) => {
    const chosen = [...(input.files ?? [])];
    try {
      for (const file of chosen)
        await client.post('/tasks/{id}/files', {
          path: { id: taskId },
          body: { file },
          onProgress: (sent, all) => (part.value = Math.round((100 * sent) / all)),
        });
    } catch (error) {
      complain(error);
    }
    part.value = undefined;
    input.value = '';
  };
  return (
    <>
      {files.length === 0 && <p class="empty">{t.files.none}</p>}
      <ul class="files">
        {files.map((file) => (
          <Line key={file.id} file={file} canEdit={store.canEdit.value} />
        ))}
      </ul>
      {store.canEdit.value && (
        <p class="actions">
          <label class="button">
            {part.value === undefined ? t.files.add : t.files.sending(part.value)}
            <input type="file" class="unseen" multiple onChange={(event) => void add(event.currentTarget)} />
          </label>
        </p>
      )}
    </>
  );
}

function Line({ file, canEdit }: { file: TaskFile; canEdit: boolean }) {
  const path = { id: file.id };
  return (
    <li>
      <button
        class="plain link"
        aria-label={t.files.download(file.name)}
        onClick={() => void download(file).catch(complain)}
      >
        {file.name}
      </button>
      <small>
        {size(file.size)} · {file.author?.display_name ?? t.somebody}, {ago(file.created_at)}
      </small>
      {canEdit && (
        <button class="plain" onClick={() => void client.delete('/files/{id}', { path }).catch(complain)}>
          {t.remove}
        </button>
      )}
    </li>
  );
}

/** Never as a page: the bytes would have the origin of the board. */
async function download({ id, name }: TaskFile): Promise<void> {
  const bytes = await client.get('/files/{id}/content', { path: { id } });
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const KILO = 1000;

function size(bytes: number): string {
  if (bytes < KILO) return `${bytes} B`;
  return bytes < KILO ** 2 ? `${Math.round(bytes / KILO)} kB` : `${(bytes / KILO ** 2).toFixed(1)} MB`;
}
