import type { Task } from '@fasttrack/client';
import { href } from '../../router.js';
import { t } from '../../texts.js';

interface RowProps {
  projectId: number;
  task: Pick<Task, 'id' | 'ref' | 'title' | 'status'>;
  says?: string;
  isLinked?: boolean;
  onRemove?: (() => void) | undefined;
}

/** A task in a line, within another one. */
export function Row({ projectId, task, says, isLinked = true, onRemove }: RowProps) {
  return (
    <li class={task.status}>
      {says && <small>{says}</small>}
      <span class="ref">{task.ref}</span>
      <a href={href(isLinked ? `/projects/${projectId}/tasks/${task.id}` : `/tasks/${task.id}`)}>{task.title}</a>
      <small>{t.board.statuses[task.status]}</small>
      {onRemove && (
        <button class="plain icon" aria-label={`${t.remove}: ${says} ${task.ref}`} onClick={onRemove}>
          ×
        </button>
      )}
    </li>
  );
}
