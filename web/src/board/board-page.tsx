import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Later } from '../parts/loading/later.js';
import { href } from '../router.js';
import { t } from '../texts.js';
import { Column } from './column.js';
import { watchDrops } from './drag.js';
import { watchKeys } from './keys.js';
import { MoveMenu } from './move-menu.js';
import { ProjectStore } from './project-store.js';
import { STATUSES } from './statuses.js';
import { Toolbar } from './toolbar.js';

const loadTask = () => import('../task/task-dialog.js').then(({ TaskDialog }) => TaskDialog);

/**
 * A project: its tasks in columns, as they are now.
 *
 * @spec SPEC-046
 */
export function BoardPage({ id, task }: { id: number; task: number | undefined }) {
  const store = useMemo(() => new ProjectStore(id), [id]);
  useEffect(() => () => store.close(), [store]);
  useEffect(() => store.replica.focus(task ?? null), [store, task]);
  const name = store.project.value?.name;
  useEffect(() => void (document.title = `${name ?? t.nav.projects} · ${t.product}`), [name, task]);
  if (store.state.value === 'lost') return <Lost />;
  return (
    <>
      <Toolbar store={store} />
      {store.isArchived.value && <p class="note">{t.board.archived}</p>}
      <Columns store={store} />
      {task !== undefined && store.state.value !== 'loading' && <Later load={loadTask} store={store} id={task} />}
    </>
  );
}

function Columns({ store }: { store: ProjectStore }) {
  const ref = useRef<HTMLDivElement>(null);
  const active = useSignal<number | undefined>(undefined);
  const menu = useSignal<{ id: number; button: HTMLElement } | undefined>(undefined);
  const onMenu = useMemo(() => (id: number, button: HTMLElement) => (menu.value = { id, button }), []);
  useEffect(() => watchKeys(store, (id) => (active.value = id)), [store]);
  useEffect(() => (ref.current ? watchDrops(store, ref.current) : undefined), [store]);
  useEffect(() => void setTimeout(() => void loadTask().catch(() => undefined), 2000), []);
  const columns = store.columns.value;
  const shown = STATUSES.flatMap((status) => columns[status]);
  const isThere = active.value !== undefined && store.task(active.value) !== undefined;
  const first = isThere ? active.value : shown[0]?.id;
  return (
    <div
      ref={ref}
      class="columns"
      aria-busy={store.state.value === 'loading'}
      onFocusCapture={(event) => {
        const card = (event.target as Element).closest<HTMLElement>('[data-task]');
        if (card) active.value = Number(card.dataset.task);
      }}
    >
      {STATUSES.map((status) => (
        <Column key={status} store={store} status={status} active={first} onMenu={onMenu} />
      ))}
      {menu.value && (
        <MoveMenu key={menu.value.id} store={store} {...menu.value} onClose={() => (menu.value = undefined)} />
      )}
    </div>
  );
}

function Lost() {
  return (
    <section class="page nothing" role="alert">
      <h1>{t.board.lost}</h1>
      <p>{t.board.lostHint}</p>
      <a class="button" href={href('/')}>
        {t.nav.projects}
      </a>
    </section>
  );
}
