import type { Task } from '@fasttrack/client';
import type { ProjectStore } from '../../board/project-store.js';
import { t } from '../../texts.js';
import { Row } from './task-row.js';

interface Props {
  store: ProjectStore;
  task: Task;
}

/** What the task is made of. */
export function Subtasks({ store, task }: Props) {
  const parts = store.tasks.value.filter(({ parent_id: parent }) => parent === task.id);
  const add = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = event.currentTarget;
    const title = (new FormData(form).get('title') as string).trim();
    if (!title) return;
    store.replica.create({ title, parent_id: task.id });
    store.tell();
    form.reset();
  };
  if (parts.length === 0 && !store.canEdit.value) return null;
  return (
    <section class="subtasks">
      <h3>{t.task.subtasks}</h3>
      <ul>
        {parts.map((part) => (
          <Row key={store.replica.keyOf(part.id)} projectId={store.id} task={part} />
        ))}
      </ul>
      {store.canEdit.value && task.id > 0 && (
        <form onSubmit={add}>
          <input
            name="title"
            maxLength={200}
            autoComplete="off"
            aria-label={t.task.addSubtask}
            placeholder={t.task.addSubtask}
          />
        </form>
      )}
    </section>
  );
}
