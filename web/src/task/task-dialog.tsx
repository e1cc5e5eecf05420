import type { Task } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { closeTask } from '../board/keys.js';
import type { ProjectStore } from '../board/project-store.js';
import { Dialog } from '../parts/dialog.js';
import { say } from '../parts/toasts.js';
import { go, href } from '../router.js';
import { t } from '../texts.js';
import { Comments } from './comments.js';
import { Conflict } from './conflict.js';
import { Description } from './description.js';
import { Facts } from './facts/facts.js';
import { Files } from './files.js';
import { History } from './history.js';
import { Relations } from './facts/relations.js';
import { Subtasks } from './facts/subtasks.js';
import { Watching } from './watching.js';

interface Props {
  store: ProjectStore;
  id: number;
}

type Tab = keyof typeof t.task.tabs;

/** A task with all that belongs to it, above the board. */
export function TaskDialog({ store, id }: Props) {
  const task = store.task(id);
  const close = () => closeTask(store);
  const known = store.replica.idOf(id);
  useEffect(() => {
    if (known !== id) go(`/projects/${store.id}/tasks/${known}`, { replace: true });
  }, [known]);
  return (
    <Dialog label={task?.title ?? t.task.gone} onClose={close} class="task">
      {task ? (
        <Content key={store.replica.keyOf(id)} store={store} task={task} close={close} />
      ) : (
        <Gone close={close} />
      )}
    </Dialog>
  );
}

function Gone({ close }: { close: () => void }) {
  return (
    <div class="nothing">
      <p role="status">{t.task.gone}</p>
      <button autoFocus onClick={close}>
        {t.close}
      </button>
    </div>
  );
}

function Content({ store, task, close }: { store: ProjectStore; task: Task; close: () => void }) {
  const remove = () => {
    store.replica.delete(task.id);
    store.tell();
    close();
    say(t.task.deleted(task.ref), { undo: () => void store.replica.restore(task.id) });
  };
  const parent = task.parent_id === null ? undefined : store.task(task.parent_id);
  return (
    <>
      <header>
        <span class="ref">{task.ref}</span>
        {parent && (
          <a href={href(`/projects/${store.id}/tasks/${parent.id}`)}>
            {t.task.partOf} {parent.ref}
          </a>
        )}
        <span class="actions">
          {task.id > 0 && <Watching id={task.id} />}
          {store.canEdit.value && (
            <button class="plain" onClick={remove}>
              {t.task.delete}
            </button>
          )}
          <button class="plain icon" aria-label={t.close} onClick={close}>
            ×
          </button>
        </span>
      </header>
      {store.conflict.value?.taskId === task.id && (
        <Conflict store={store} task={task} conflict={store.conflict.value} />
      )}
      <Title store={store} task={task} />
      <div class="sides">
        <div>
          <Description store={store} task={task} />
          <Subtasks store={store} task={task} />
          <Relations store={store} task={task} />
          {task.id > 0 && <Tabs store={store} task={task} />}
        </div>
        <Facts store={store} task={task} />
      </div>
    </>
  );
}

function Title({ store, task }: { store: ProjectStore; task: Task }) {
  const save = (input: HTMLInputElement) => {
    const title = input.value.trim();
    if (title && title !== task.title) store.replica.change(task.id, { title }, { ifMatch: true });
    else input.value = task.title;
    store.tell();
  };
  if (!store.canEdit.value) return <h2>{task.title}</h2>;
  return (
    <input
      class="title"
      aria-label={t.task.title}
      value={task.title}
      maxLength={200}
      onBlur={(event) => save(event.currentTarget)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}

function Tabs({ store, task }: { store: ProjectStore; task: Task }) {
  const tab = useSignal<Tab>('comments');
  const counts: Record<Tab, number | undefined> = {
    comments: store.commentCounts.value.get(task.id),
    files: store.fileCounts.value.get(task.id),
    history: undefined,
  };
  return (
    <section class="tabs">
      <div role="tablist" aria-label={task.title}>
        {(Object.keys(t.task.tabs) as Tab[]).map((name) => (
          <button
            key={name}
            id={`tab-${name}`}
            role="tab"
            class="plain"
            aria-selected={tab.value === name}
            aria-controls="tab-panel"
            onClick={() => (tab.value = name)}
          >
            {t.task.tabs[name]} {counts[name] && <span class="number">{counts[name]}</span>}
          </button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab.value}`}>
        {tab.value === 'comments' && <Comments store={store} taskId={task.id} />}
        {tab.value === 'files' && <Files store={store} taskId={task.id} />}
        {tab.value === 'history' && <History store={store} task={task} />}
      </div>
    </section>
  );
}
