import type { CreateRole, Role } from '@fasttrack/client';
import { Field, Form } from '../parts/form.js';
import { complain } from '../parts/toasts.js';
import { firstOf, useLoaded } from '../parts/loading/use-loaded.js';
import { can, client } from '../session.js';
import { t } from '../texts.js';

type Permission = CreateRole['permissions'][number];

interface Props {
  roles: readonly Role[];
  after: () => Promise<void>;
}

export function Roles({ roles, after }: Props) {
  const { data: permissions } = useLoaded(() => firstOf(client.list('/permissions')));
  const create = async ({ name = '', description = '' }: Record<string, string>, form: HTMLFormElement) => {
    await client.post('/roles', { body: { name, description, permissions: [] } });
    form.reset();
    await after();
  };
  return (
    <>
      <h2>{t.admin.roles}</h2>
      {roles.map((role) => (
        <One key={role.id} role={role} names={permissions?.map(({ name }) => name) ?? []} after={after} />
      ))}
      {can('manage_role') && (
        <Form class="line" submit={t.admin.newRole} onSubmit={create} fields={['name', 'description']}>
          {(errorOf) => (
            <>
              <Field label={t.admin.roleName} name="name" required error={errorOf('name')} />
              <Field label={t.admin.roleDescription} name="description" required error={errorOf('description')} />
            </>
          )}
        </Form>
      )}
    </>
  );
}

function One({ role, names, after }: { role: Role; names: readonly string[]; after: () => Promise<void> }) {
  const path = { id: role.id };
  const canChange = can('manage_role') && !role.is_protected;
  const toggle = (name: string) => {
    const { permissions: held } = role;
    const permissions = (held.includes(name) ? held.filter((one) => one !== name) : [...held, name]) as Permission[];
    void client.patch('/roles/{id}', { path, body: { permissions } }).then(after).catch(complain);
  };
  return (
    <details class="role">
      <summary>
        <strong>{role.name}</strong> <small>{role.description}</small>{' '}
        {role.is_protected && <span class="tag">{t.admin.protected}</span>}
      </summary>
      <div class="choices" role="group" aria-label={`${t.admin.permissions}: ${role.name}`}>
        {names.map((name) => (
          <label key={name} class="check">
            <input
              type="checkbox"
              checked={role.permissions.includes(name)}
              disabled={!canChange}
              onChange={() => toggle(name)}
            />
            {name}
          </label>
        ))}
      </div>
      {canChange && (
        <button onClick={() => void client.delete('/roles/{id}', { path }).then(after).catch(complain)}>
          {t.admin.delete}
        </button>
      )}
    </details>
  );
}
