import type { PresentPerson, Task } from '@fasttrack/client';
import { Component, createRef } from 'preact';
import { Avatar } from '../parts/person.js';
import { day, daysUntil } from '../parts/time.js';
import { href } from '../router.js';
import { t } from '../texts.js';
import { dragCard } from './drag.js';

interface Props {
  task: Task;
  comments: number;
  files: number;
  watchers: readonly PresentPerson[];
  isActive: boolean;
  canEdit: boolean;
  onMenu: (id: number, button: HTMLElement) => void;
}

/** A task on the board. It is drawn anew only when something of it has changed. */
export class Card extends Component<Props> {
  private readonly ref = createRef<HTMLDivElement>();
  private stop: (() => void) | undefined;

  override componentDidMount(): void {
    this.followDrag();
  }

  override shouldComponentUpdate(next: Props): boolean {
    const now = this.props;
    return (Object.keys(next) as (keyof Props)[]).some((name) => next[name] !== now[name]);
  }

  override componentDidUpdate({ task, canEdit }: Props): void {
    const now = this.props;
    if (task.id !== now.task.id || task.status !== now.task.status || canEdit !== now.canEdit) this.followDrag();
  }

  override componentWillUnmount(): void {
    this.stop?.();
  }

  override render({ task, comments, files, watchers, isActive, canEdit, onMenu }: Props) {
    const tab = isActive ? 0 : -1;
    return (
      <div class={`card ${task.priority}`} role="listitem" ref={this.ref} data-task={task.id}>
        <a href={href(`/projects/${task.project_id}/tasks/${task.id}`)} tabIndex={tab} draggable={false}>
          {task.title}
        </a>
        {task.labels.length > 0 && <Labels labels={task.labels} />}
        <p class="facts">
          <span class="ref">{task.ref || '…'}</span>
          {task.priority === 'high' && <span class="priority">{t.board.priorities.high}</span>}
          {task.due_on && <Due task={task} date={task.due_on} />}
          {comments > 0 && <Fact sign="✎" text={t.board.comments} count={comments} />}
          {files > 0 && <Fact sign="⌗" text={t.board.files} count={files} />}
          <span class="people">
            {watchers.map((person) => (
              <Avatar key={person.id} person={person} label={t.board.looksAt(person.display_name)} />
            ))}
            {task.assignee && <Avatar person={task.assignee} />}
          </span>
        </p>
        {canEdit && (
          <button
            class="plain icon move"
            aria-label={`${t.board.moveTo}: ${task.title}`}
            tabIndex={tab}
            onClick={(event) => onMenu(task.id, event.currentTarget)}
          >
            ⋯
          </button>
        )}
      </div>
    );
  }

  private followDrag(): void {
    this.stop?.();
    const { task, canEdit } = this.props;
    this.stop =
      canEdit && this.ref.current ? dragCard(this.ref.current, { id: task.id, status: task.status }) : undefined;
  }
}

function Labels({ labels }: { labels: Task['labels'] }) {
  return (
    <p class="labels">
      {labels.map(({ id, name, color }) => (
        <span key={id} class="label" style={{ '--label': color }}>
          {name}
        </span>
      ))}
    </p>
  );
}

function Due({ task, date }: { task: Task; date: string }) {
  const left = daysUntil(date);
  const kind = task.status === 'done' ? '' : left < 0 ? 'late' : left <= 1 ? 'near' : '';
  return (
    <time class={`due ${kind}`} dateTime={date} title={t.board.due(date)}>
      {day(date)}
    </time>
  );
}

function Fact({ sign, text, count }: { sign: string; text: string; count: number }) {
  return (
    <span class="fact" title={text}>
      <span aria-hidden="true">{sign}</span> {count}
      <span class="unseen"> {text}</span>
    </span>
  );
}
