import type { Task } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import type { ProjectStore } from '../board/project-store.js';
import { keepDraft, keptDraft } from '../parts/drafts.js';
import { t } from '../texts.js';
import { Markdown } from '../parts/markdown.js';

/** Read as Markdown, written as text; what is typed is kept until it is saved or thrown away. */
export function Description({ store, task }: { store: ProjectStore; task: Task }) {
  const draft = `description of ${task.id}`;
  const isEditing = useSignal(keptDraft(draft) !== null);
  const edit = () => (isEditing.value = true);
  if (isEditing.value && store.canEdit.value)
    return <Editor store={store} task={task} draft={draft} close={() => (isEditing.value = false)} />;
  return (
    <section class="description">
      <h3>
        {t.task.description}
        {store.canEdit.value && task.description && (
          <button class="plain" onClick={edit}>
            {t.task.edit}
          </button>
        )}
      </h3>
      {task.description && <Markdown text={task.description} />}
      {!task.description && store.canEdit.value && (
        <button class="plain faint" onClick={edit}>
          {t.task.noDescription}
        </button>
      )}
    </section>
  );
}

interface EditorProps {
  store: ProjectStore;
  task: Task;
  draft: string;
  close: () => void;
}

function Editor({ store, task, draft, close }: EditorProps) {
  const end = () => {
    keepDraft(draft, null);
    close();
  };
  const save = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('description') as string;
    if (text !== (task.description ?? ''))
      store.replica.change(task.id, { description: text.trim() ? text : null }, { ifMatch: true });
    store.tell();
    end();
  };
  return (
    <form class="description" onSubmit={save}>
      <h3>{t.task.description}</h3>
      <textarea
        name="description"
        aria-label={t.task.description}
        rows={8}
        autoFocus
        defaultValue={keptDraft(draft) ?? task.description ?? ''}
        onInput={(event) => keepDraft(draft, event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
          if (event.key !== 'Escape') return;
          event.preventDefault(); // the dialog stays
          event.stopPropagation();
        }}
      />
      <div class="actions">
        <button class="primary">{t.save}</button>
        <button type="button" onClick={end}>
          {t.cancel}
        </button>
        <small>{t.task.markdown}</small>
      </div>
    </form>
  );
}
