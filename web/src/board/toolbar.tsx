import { Avatar } from '../parts/person.js';
import { href } from '../router.js';
import { t } from '../texts.js';
import type { Days } from './filters.js';
import type { ProjectStore } from './project-store.js';

/** The name of the project, who is here, and what the board is narrowed to. */
export function Toolbar({ store }: { store: ProjectStore }) {
  const project = store.project.value;
  const people = store.presence.value;
  return (
    <div class="toolbar">
      <h1>
        {project?.name ?? t.loading} {project && <span class="key">{project.key}</span>}
      </h1>
      {people.length > 0 && (
        <p class="present" aria-label={t.board.present(people.map((one) => one.display_name).join(', '))} role="group">
          {people.slice(0, 8).map((person) => (
            <Avatar key={person.id} person={person} />
          ))}
        </p>
      )}
      <FilterBar store={store} />
      <a class="button" href={href(`/projects/${store.id}/members`)}>
        {t.board.members}
      </a>
    </div>
  );
}

function FilterBar({ store: { filters, members, labels } }: { store: ProjectStore }) {
  return (
    <form class="filters" role="search" aria-label={t.board.filters} onSubmit={(event) => event.preventDefault()}>
      <input
        type="search"
        id="search"
        aria-label={t.board.search}
        placeholder={t.board.searchHint}
        value={filters.text}
        onInput={(event) => (filters.text.value = event.currentTarget.value)}
      />
      <select
        aria-label={t.task.assignee}
        value={filters.assignee}
        onChange={(event) => (filters.assignee.value = event.currentTarget.value)}
      >
        <option value="">{t.board.everybody}</option>
        <option value="none">{t.nobody}</option>
        {members.value.map(({ user }) => (
          <option key={user.id} value={user.id}>
            {user.display_name}
          </option>
        ))}
      </select>
      <select
        aria-label={t.task.labels}
        value={filters.label}
        onChange={(event) => (filters.label.value = event.currentTarget.value)}
      >
        <option value="">{t.board.allLabels}</option>
        {labels.value.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <select
        aria-label={t.task.due}
        value={filters.days}
        onChange={(event) => (filters.days.value = event.currentTarget.value as Days)}
      >
        <option value="">{t.board.allDays}</option>
        <option value="overdue">{t.board.overdue}</option>
        <option value="soon">{t.board.soon}</option>
      </select>
      {filters.areSet.value && (
        <button type="button" class="plain" onClick={() => filters.clear()}>
          {t.board.clear}
        </button>
      )}
    </form>
  );
}
