import type { Task, UpdateTask } from '@fasttrack/client';
import type { OpenConflict, ProjectStore } from '../board/project-store.js';
import { t } from '../texts.js';
import { shown } from './history.js';

/** Somebody else was quicker: both versions, and the choice. */
export function Conflict({ store, conflict }: { store: ProjectStore; task: Task; conflict: OpenConflict }) {
  const answer = (which: 'mine' | 'theirs') => () => {
    store.conflict.value = undefined;
    conflict.answer(which);
  };
  return (
    <section class="conflict" role="alert">
      <h3>{t.task.conflict}</h3>
      {(Object.keys(conflict.fields) as (keyof UpdateTask)[]).map((field) => (
        <div key={field} class="versions">
          <div>
            <h4>{t.task.theirs}</h4>
            <p>{shown(store, field, conflict.theirs[field as keyof Task])}</p>
          </div>
          <div>
            <h4>{t.task.mine}</h4>
            <p>{shown(store, field, conflict.fields[field])}</p>
          </div>
        </div>
      ))}
      <div class="actions">
        <button class="primary" onClick={answer('mine')}>
          {t.task.keepMine}
        </button>
        <button onClick={answer('theirs')}>{t.task.keepTheirs}</button>
      </div>
    </section>
  );
}
