import type { Role, ServiceAccount } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { Field, Form } from '../parts/form.js';
import { Avatar } from '../parts/person.js';
import { Sure } from '../parts/sure.js';
import { complain } from '../parts/toasts.js';
import { firstOf, useLoaded } from '../parts/loading/use-loaded.js';
import { TokenList } from '../parts/token-list.js';
import { client } from '../session.js';
import { t, words } from '../texts.js';
import { RoleChoices } from './role-choices.js';

/** Accounts that only programs use. */
export function ServiceAccounts({ roles }: { roles: readonly Role[] }) {
  const { data, error, again } = useLoaded(() => firstOf(client.list('/service-accounts')));
  const create = async ({ display_name = '' }: Record<string, string>, form: HTMLFormElement) => {
    await client.post('/service-accounts', { body: { display_name } });
    form.reset();
    await again();
  };
  return (
    <>
      <h2>{t.services.title}</h2>
      {error !== undefined && <p role="alert">{words(error)}</p>}
      {data?.length === 0 && <p class="faint">{t.services.none}</p>}
      {data?.map((account) => (
        <One key={account.id} account={account} roles={roles} after={again} />
      ))}
      <Form class="line" submit={t.services.create} onSubmit={create} fields={['display_name']}>
        {(errorOf) => (
          <Field label={t.services.name} name="display_name" required maxLength={200} error={errorOf('display_name')} />
        )}
      </Form>
    </>
  );
}

interface OneProps {
  account: ServiceAccount;
  roles: readonly Role[];
  after: () => Promise<void>;
}

function One({ account, roles, after }: OneProps) {
  const { id, display_name: name, is_active: isActive } = account;
  const path = { id };
  const isSure = useSignal(false);
  const change = (body: { roles?: string[]; is_active?: boolean }) =>
    void client.patch('/service-accounts/{id}', { path, body }).then(after).catch(complain);
  const remove = async () => {
    await client.delete('/service-accounts/{id}', { path });
    await after();
  };
  return (
    <details class="role">
      <summary>
        <Avatar person={account} /> <strong>{name}</strong>{' '}
        {account.roles.length > 0 && <small>{account.roles.join(', ')}</small>}{' '}
        {!isActive && <span class="tag">{t.admin.disabled}</span>}
      </summary>
      <div class="inside">
        <RoleChoices
          of={name}
          held={account.roles}
          all={roles.map((role) => role.name)}
          disabled={false}
          onChange={(held) => change({ roles: held })}
        />
        <Tokens id={id} />
        <p class="actions">
          <button onClick={() => change({ is_active: !isActive })}>
            {isActive ? t.admin.disable : t.admin.enable}
          </button>
          <button class="plain" onClick={() => (isSure.value = true)}>
            {t.admin.delete}
          </button>
        </p>
      </div>
      {isSure.value && (
        <Sure
          question={t.services.sure(name)}
          hint={t.services.sureHint}
          yes={t.admin.delete}
          onYes={remove}
          onClose={() => (isSure.value = false)}
        />
      )}
    </details>
  );
}

function Tokens({ id }: { id: number }) {
  const path = { id };
  const { data, again } = useLoaded(() => firstOf(client.list('/service-accounts/{id}/tokens', { path })), [id]);
  return (
    <TokenList
      tokens={data}
      after={again}
      create={async (name) => (await client.post('/service-accounts/{id}/tokens', { path, body: { name } })).token}
      revoke={(token) => client.delete('/service-accounts/{id}/tokens/{token_id}', { path: { id, token_id: token } })}
    />
  );
}
