import type { Task, UpdateTask } from '@fasttrack/client';
import type { ProjectStore } from '../../board/project-store.js';
import { allowed, type Status, STATUSES } from '../../board/statuses.js';
import { t } from '../../texts.js';
import { Choice, Fact } from './choice.js';
import { Recurrence } from './recurrence.js';
import { Reminders } from './reminders.js';

interface Props {
  store: ProjectStore;
  task: Task;
}

/** The fields of a task that are chosen. */
export function Facts({ store, task }: Props) {
  const change = (fields: UpdateTask) => {
    store.replica.change(task.id, fields);
    store.tell();
  };
  const disabled = !store.canEdit.value;
  const statuses = STATUSES.filter((status) => allowed(task.status, status));
  const date = (name: 'start_on' | 'due_on', label: string) => (
    <Fact label={label}>
      {(id) => (
        <input
          id={id}
          type="date"
          value={task[name] ?? ''}
          disabled={disabled}
          onChange={(event) => change(dayIn(task, name, event.currentTarget.value || null))}
        />
      )}
    </Fact>
  );
  return (
    <aside class="facts">
      <Choice
        label={t.task.status}
        value={task.status}
        disabled={disabled}
        choices={statuses.map((status) => [status, t.board.statuses[status]])}
        onChange={(status) => change({ status: status as Status })}
      />
      <Choice
        label={t.task.assignee}
        value={String(task.assignee?.id ?? '')}
        disabled={disabled}
        choices={[['', t.nobody], ...people(store, task)]}
        onChange={(id) => change({ assignee_id: id ? Number(id) : null })}
      />
      <Choice
        label={t.task.priority}
        value={task.priority}
        disabled={disabled}
        choices={(['high', 'medium', 'low'] as const).map((priority) => [priority, t.board.priorities[priority]])}
        onChange={(priority) => change({ priority: priority as Task['priority'] })}
      />
      {date('start_on', t.task.start)}
      {date('due_on', t.task.due)}
      <Recurrence task={task} disabled={disabled} change={change} />
      {task.id > 0 && <Reminders id={task.id} />}
      <Labels store={store} task={task} change={change} />
    </aside>
  );
}

/** Without a due day a task doesn't come again. */
function dayIn({ recurrence }: Task, name: 'start_on' | 'due_on', day: string | null): UpdateTask {
  const endsRecurrence = name === 'due_on' && day === null && recurrence !== null;
  return { [name]: day, ...(endsRecurrence && { recurrence: null }) };
}

/** The members, and whoever has the task although they are none any more. */
function people({ members }: ProjectStore, { assignee }: Task): [string, string][] {
  const found = members.value.map(({ user }): [string, string] => [String(user.id), user.display_name]);
  if (assignee && !found.some(([id]) => id === String(assignee.id)))
    found.push([String(assignee.id), assignee.display_name]);
  return found;
}

function Labels({ store, task, change }: Props & { change: (fields: UpdateTask) => void }) {
  const chosen = new Set(task.labels.map(({ id }) => id));
  const toggle = (id: number) => {
    const ids = chosen.has(id) ? [...chosen].filter((one) => one !== id) : [...chosen, id];
    change({ label_ids: ids });
  };
  const shown = store.canEdit.value ? store.labels.value : task.labels;
  if (shown.length === 0) return null;
  return (
    <fieldset class="labels">
      <legend>{t.task.labels}</legend>
      {shown.map(({ id, name, color }) => (
        <label key={id} class="label" style={{ '--label': color }}>
          <input type="checkbox" checked={chosen.has(id)} disabled={!store.canEdit.value} onChange={() => toggle(id)} />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
