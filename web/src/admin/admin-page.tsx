import type { Role, User } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Avatar } from '../parts/person.js';
import { complain } from '../parts/toasts.js';
import { firstOf, useLoaded } from '../parts/loading/use-loaded.js';
import { can, client, me } from '../session.js';
import { t, words } from '../texts.js';
import { RoleChoices } from './role-choices.js';
import { Roles } from './roles.js';
import { ServiceAccounts } from './service-accounts.js';

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
      {can('manage_service_accounts') && <ServiceAccounts roles={roles ?? []} />}
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
  return (
    <li class={user.is_active ? '' : 'read'}>
      <Avatar person={user} />
      <span class="grow">
        {user.display_name} <small>{user.email}</small> {!user.is_active && <span class="tag">{t.admin.disabled}</span>}
      </span>
      <RoleChoices
        of={user.display_name}
        held={user.roles}
        all={roles.map(({ name }) => name)}
        disabled={!canChange}
        onChange={(held) => change({ roles: held })}
      />
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
