import { useSignal } from '@preact/signals';
import { Field, Form } from '../parts/form.js';
import { ago } from '../parts/time.js';
import { complain } from '../parts/toasts.js';
import { firstOf, useLoaded } from '../parts/use-loaded.js';
import { client } from '../session.js';
import { t } from '../texts.js';

/** What programs sign in with. */
export function Tokens() {
  const { data, again } = useLoaded(() => firstOf(client.list('/users/me/tokens')));
  const shown = useSignal<string | undefined>(undefined);
  const create = async ({ name = '' }: Record<string, string>, form: HTMLFormElement) => {
    shown.value = (await client.post('/users/me/tokens', { body: { name } })).token;
    form.reset();
    await again();
  };
  const revoke = (id: number) => client.delete('/users/me/tokens/{id}', { path: { id } }).then(again).catch(complain);
  return (
    <>
      <h2>{t.profile.tokens}</h2>
      {shown.value && (
        <div class="note" role="status">
          <p>{t.profile.tokenOnce}</p>
          <pre>{shown.value}</pre>
        </div>
      )}
      <ul class="rows">
        {data?.map(({ id, name, prefix, last_used_at: used }) => (
          <li key={id}>
            <span class="grow">
              {name} <small>{prefix}…</small>
            </span>
            <small>{used ? t.profile.used(ago(used)) : t.profile.never}</small>
            <button aria-label={`${t.profile.revoke}: ${name}`} onClick={() => void revoke(id)}>
              {t.profile.revoke}
            </button>
          </li>
        ))}
      </ul>
      <Form class="line" submit={t.profile.createToken} onSubmit={create} fields={['name']}>
        {(errorOf) => (
          <Field label={t.profile.tokenName} name="name" required maxLength={100} error={errorOf('name')} />
        )}
      </Form>
    </>
  );
}
