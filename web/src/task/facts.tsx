import type { Task, UpdateTask } from '@fasttrack/client';
import { useId } from 'preact/hooks';
import type { ProjectStore } from '../board/project-store.js';
import { allowed, type Status, STATUSES } from '../board/statuses.js';
import { t } from '../texts.js';

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
          onChange={(event) => change({ [name]: event.currentTarget.value || null })}
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
      <Labels store={store} task={task} change={change} />
    </aside>
  );
}

/** The members, and whoever has the task although they are none any more. */
function people({ members }: ProjectStore, { assignee }: Task): [string, string][] {
  const found = members.value.map(({ user }): [string, string] => [String(user.id), user.display_name]);
  if (assignee && !found.some(([id]) => id === String(assignee.id)))
    found.push([String(assignee.id), assignee.display_name]);
  return found;
}

interface ChoiceProps {
  label: string;
  value: string;
  choices: readonly (readonly [string, string])[];
  disabled: boolean;
  onChange: (value: string) => void;
}

function Choice({ label, value, choices, disabled, onChange }: ChoiceProps) {
  return (
    <Fact label={label}>
      {(id) => (
        <select id={id} value={value} disabled={disabled} onChange={(event) => onChange(event.currentTarget.value)}>
          {choices.map(([key, text]) => (
            <option key={key} value={key} selected={key === value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Fact>
  );
}

function Fact({ label, children }: { label: string; children: (id: string) => preact.JSX.Element }) {
  const id = useId();
  return (
    <p class="fact-line">
      <label for={id}>{label}</label>
      {children(id)}
    </p>
  );
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
