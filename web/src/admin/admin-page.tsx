import type { Role, User } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Avatar } from '../parts/person.js';
import { complain } from '../parts/toasts.js';
import { firstOf, useLoaded } from '../parts/use-loaded.js';
import { can, client, me } from '../session.js';
import { t, words } from '../texts.js';
import { Roles } from './roles.js';

/** People and what they may do. */
export function AdminPage() {
  const { data: roles, again } = useLoaded(() =>
    can('read_role') ? firstOf(client.list('/roles')) : Promise.resolve([]),
  );
  useEffect(() => void (document.title = `${t.admin.title} · ${t.product}`), []);
  return (
    <section class="page">
      <h1>{t.admin.title}</h1>
      <People roles={roles ?? []} />
      {can('read_role') && <Roles roles={roles ?? []} after={again} />}
    </section>
  );
}

function People({ roles }: { roles: readonly Role[] }) {
  const query = useSignal('');
  const { data, error, again } = useLoaded(
    () => firstOf(client.list('/users', { query: query.value ? { email: query.value } : {} })),
    [query.value],
  );
  return (
    <>
      <div class="heading">
        <h2>{t.admin.people}</h2>
        <input
          type="search"
          aria-label={t.admin.search}
          placeholder={t.admin.search}
          onChange={(event) => (query.value = event.currentTarget.value.trim())}
        />
      </div>
      {error !== undefined && <p role="alert">{words(error)}</p>}
      <ul class="rows">
        {data?.map((user) => (
          <Line key={user.id} user={user} roles={roles} after={again} />
        ))}
      </ul>
    </>
  );
}

function Line({ user, roles, after }: { user: User; roles: readonly Role[]; after: () => Promise<void> }) {
  const path = { id: user.id };
  const canChange = can('update_user') && user.id !== me.value?.id;
  const change = (body: { roles?: string[]; is_active?: boolean }) =>
    void client.patch('/users/{id}', { path, body }).then(after).catch(complain);
  const toggle = (role: string) =>
    change({ roles: user.roles.includes(role) ? user.roles.filter((one) => one !== role) : [...user.roles, role] });
  return (
    <li class={user.is_active ? '' : 'read'}>
      <Avatar person={user} />
      <span class="grow">
        {user.display_name} <small>{user.email}</small> {!user.is_active && <span class="tag">{t.admin.disabled}</span>}
      </span>
      <span class="choices" role="group" aria-label={`${t.admin.roles}: ${user.display_name}`}>
        {roles.map(({ name }) => (
          <label key={name} class="check">
            <input
              type="checkbox"
              checked={user.roles.includes(name)}
              disabled={!canChange}
              onChange={() => toggle(name)}
            />
            {name}
          </label>
        ))}
      </span>
      {canChange && (
        <button
          aria-label={`${user.is_active ? t.admin.disable : t.admin.enable}: ${user.display_name}`}
          onClick={() => change({ is_active: !user.is_active })}
        >
          {user.is_active ? t.admin.disable : t.admin.enable}
        </button>
      )}
    </li>
  );
}
