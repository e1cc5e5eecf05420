import type { AddRelation, Task } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { ProjectStore } from '../../board/project-store.js';
import { complain } from '../../parts/toasts.js';
import { client } from '../../session.js';
import { t } from '../../texts.js';
import { Row } from './task-row.js';

interface Props {
  store: ProjectStore;
  task: Task;
}

type Type = AddRelation['type'];

interface Seen {
  id: number;
  type: Type;
  task: Pick<Task, 'id' | 'ref' | 'title' | 'status'>;
}

const TYPES: readonly Type[] = ['blocks', 'blocked_by', 'relates_to', 'duplicates'];
const TURNED: Record<Type, Type> = {
  blocks: 'blocked_by',
  blocked_by: 'blocks',
  relates_to: 'relates_to',
  duplicates: 'duplicated_by',
  duplicated_by: 'duplicates',
};
/** So many are offered while somebody types. */
const OFFERED = 8;

/** What the task has to do with others. */
export function Relations({ store, task }: Props) {
  const relations = relationsOf(store, task);
  const canEdit = store.canEdit.value && task.id > 0;
  if (relations.length === 0 && !canEdit) return null;
  const remove = (id: number) =>
    client.delete('/tasks/{id}/relations/{relation_id}', { path: { id: task.id, relation_id: id } }).catch(complain);
  return (
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
            onRemove={canEdit ? () => void remove(id) : undefined}
          />
        ))}
      </ul>
      {canEdit && <Add store={store} task={task} />}
    </section>
  );
}

/** A relation within the project is known from one of its ends: from the other it is turned. */
function relationsOf(store: ProjectStore, { id }: Task): Seen[] {
  void store.restChanged.value;
  const found: Seen[] = [];
  for (const relation of store.replica.all('relation').values()) {
    const other = relation.task.id === id ? store.task(relation.task_id) : undefined;
    if (relation.task_id === id) found.push(relation);
    else if (other) found.push({ id: relation.id, type: TURNED[relation.type], task: other });
  }
  return found;
}

/** A kind of relation, and a task of the project by its ref or by words of its title. */
function Add({ store, task }: Props) {
  const list = useId();
  const type = useRef<HTMLSelectElement>(null);
  const text = useSignal('');
  const offered = text.value.trim() ? offers(store, task, text.value) : [];
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const other = offered.find((one) => named(one) === text.value) ?? offered[0];
    if (!other) return;
    const body = { type: type.current?.value as Type, task_id: other.id };
    client
      .post('/tasks/{id}/relations', { path: { id: task.id }, body })
      .then(() => (text.value = ''))
      .catch(complain);
  };
  return (
    <form class="with-choice" onSubmit={add}>
      <select ref={type} aria-label={t.task.relationType}>
        {TYPES.map((one) => (
          <option key={one} value={one}>
            {t.relation[one]}
          </option>
        ))}
      </select>
      <input
        list={list}
        value={text}
        autoComplete="off"
        aria-label={t.task.addRelation}
        placeholder={t.task.addRelation}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <datalist id={list}>
        {offered.map((one) => (
          <option key={one.id} value={named(one)} />
        ))}
      </datalist>
    </form>
  );
}

function named({ ref, title }: Task): string {
  return `${ref} ${title}`;
}

function offers(store: ProjectStore, task: Task, text: string): Task[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found: Task[] = [];
  for (const one of store.tasks.value) {
    const name = named(one).toLowerCase();
    if (one.id <= 0 || one.id === task.id || !words.every((word) => name.includes(word))) continue;
    if (found.push(one) >= OFFERED) break;
  }
  return found;
}
