import type { Task } from '@fasttrack/client';
import type { ProjectStore } from '../board/project-store.js';
import { href } from '../router.js';
import { t } from '../texts.js';

interface Props {
  store: ProjectStore;
  task: Task;
}

/** What the task is made of, and what it has to do with others. */
export function Subtasks({ store, task }: Props) {
  const parts = store.tasks.value.filter(({ parent_id: parent }) => parent === task.id);
  void store.restChanged.value;
  const relations = [...store.replica.all('relation').values()].filter(({ task_id: id }) => id === task.id);
  const add = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = event.currentTarget;
    const title = (new FormData(form).get('title') as string).trim();
    if (!title) return;
    store.replica.create({ title, parent_id: task.id });
    store.tell();
    form.reset();
  };
  return (
    <>
      {(parts.length > 0 || store.canEdit.value) && (
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
      )}
      {relations.length > 0 && (
        <section class="subtasks">
          <h3>{t.task.relations}</h3>
          <ul>
            {relations.map(({ id, type, task: other }) => (
              <Row
                key={id}
                projectId={store.id}
                task={other}
                says={t.relation[type]}
                isLinked={store.task(other.id) !== undefined}
              />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface RowProps {
  projectId: number;
  task: Pick<Task, 'id' | 'ref' | 'title' | 'status'>;
  says?: string;
  isLinked?: boolean;
}

function Row({ projectId, task, says, isLinked = true }: RowProps) {
  return (
    <li class={task.status}>
      {says && <small>{says}</small>}
      <span class="ref">{task.ref}</span>
      <a href={href(isLinked ? `/projects/${projectId}/tasks/${task.id}` : `/tasks/${task.id}`)}>{task.title}</a>
      <small>{t.board.statuses[task.status]}</small>
    </li>
  );
}
