import type { PresentPerson, Task } from '@fasttrack/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../texts.js';
import { Card } from './card.js';
import { Composer } from './composer.js';
import { dropIntoColumn } from './drag.js';
import type { ProjectStore } from './project-store.js';
import type { Status } from './statuses.js';

interface Props {
  store: ProjectStore;
  status: Status;
  /** The card that Tab leads to. */
  active: number | undefined;
  onMenu: (id: number, button: HTMLElement) => void;
}

/** So many cards are drawn together, or not at all where they are far away. */
const CHUNK = 20;
const CARD_HEIGHT = 84;
const NEAR = '1000px';
const NOBODY: readonly PresentPerson[] = [];

export function Column({ store, status, active, onMenu }: Props) {
  const ref = useRef<HTMLElement>(null);
  const tasks = store.columns.value[status];
  const name = t.board.statuses[status];
  useEffect(() => (ref.current ? dropIntoColumn(ref.current, status) : undefined), [status]);
  const chunks = Array.from({ length: Math.ceil(tasks.length / CHUNK) }, (_, index) =>
    tasks.slice(index * CHUNK, (index + 1) * CHUNK),
  );
  return (
    <section class="column" ref={ref} data-status={status} aria-label={t.board.column(name, tasks.length)}>
      <h2>
        {name} <span class="number">{tasks.length}</span>
      </h2>
      <div class="cards" role={tasks.length > 0 ? 'list' : undefined} tabIndex={-1}>
        {chunks.map((chunk, index) => (
          <Chunk key={index} store={store} tasks={chunk} isFirst={index === 0} active={active} onMenu={onMenu} />
        ))}
        {tasks.length === 0 && (
          <p class="empty">{store.filters.areSet.value ? t.board.emptyFiltered : t.board.empty}</p>
        )}
      </div>
      {status === 'todo' && store.canEdit.value && <Composer store={store} />}
    </section>
  );
}

interface ChunkProps extends Omit<Props, 'status'> {
  tasks: readonly Task[];
  isFirst: boolean;
}

function Chunk({ store, tasks, isFirst, active, onMenu }: ChunkProps) {
  const ref = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(isFirst);
  const height = useRef(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const options = { root: element.closest('.cards'), rootMargin: NEAR };
    const observer = new IntersectionObserver((entries) => {
      const entry = entries.at(-1);
      if (!entry) return;
      if (!entry.isIntersecting) height.current = entry.boundingClientRect.height; // asking for it would cost a layout
      setNear(entry.isIntersecting);
    }, options);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  if (!isNear)
    return (
      <div
        ref={ref}
        role="presentation"
        class="far"
        style={{ height: `${height.current || tasks.length * CARD_HEIGHT}px` }}
      />
    );
  const people = store.presence.value;
  return (
    <div ref={ref} role="presentation" class="chunk">
      {tasks.map((task) => (
        <Card
          key={store.replica.keyOf(task.id)}
          task={task}
          comments={store.commentCounts.value.get(task.id) ?? 0}
          files={store.fileCounts.value.get(task.id) ?? 0}
          watchers={lookingAt(people, task.id)}
          isActive={task.id === active}
          canEdit={store.canEdit.value}
          onMenu={onMenu}
        />
      ))}
    </div>
  );
}

function lookingAt(people: readonly PresentPerson[], id: number): readonly PresentPerson[] {
  const found = people.filter(({ task_id: task }) => task === id);
  return found.length > 0 ? found : NOBODY;
}
