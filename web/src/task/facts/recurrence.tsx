import type { Task, UpdateTask } from '@fasttrack/client';
import { t } from '../../texts.js';
import { Choice } from './choice.js';

interface Props {
  task: Task;
  disabled: boolean;
  change: (fields: UpdateTask) => void;
}

type From = keyof typeof t.recurrence.from;

/** Whether a task comes again when it is done. It needs a day from which to count. */
export function Recurrence({ task: { recurrence, due_on: due }, disabled, change }: Props) {
  const rule = recurrence?.rule ?? '';
  const known = Object.entries(t.recurrence.rules);
  const isOther = rule !== '' && !(rule in t.recurrence.rules);
  const set = (to: string) => change({ recurrence: to ? { rule: to, from: recurrence?.from ?? 'due_on' } : null });
  return (
    <>
      <Choice
        label={t.recurrence.title}
        value={rule}
        disabled={disabled || (!due && !recurrence)}
        hint={!due && !disabled ? t.recurrence.needsDay : undefined}
        choices={[['', t.recurrence.never], ...known, ...(isOther ? [[rule, rule] as const] : [])]}
        onChange={set}
      />
      {recurrence && (
        <Choice
          label={t.recurrence.counted}
          value={recurrence.from}
          disabled={disabled}
          choices={Object.entries(t.recurrence.from)}
          onChange={(from) => change({ recurrence: { rule, from: from as From } })}
        />
      )}
    </>
  );
}
