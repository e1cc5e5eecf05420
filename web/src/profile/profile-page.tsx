import { useEffect } from 'preact/hooks';
import { Field, Form } from '../parts/form.js';
import { complain, say } from '../parts/toasts.js';
import { client, me, refreshMe } from '../session.js';
import { t } from '../texts.js';
import { Keys } from './keys.js';
import { SecondFactor } from './second-factor.js';
import { Sessions } from './sessions.js';
import { Tokens } from './tokens.js';

export function ProfilePage() {
  useEffect(() => void (document.title = `${t.profile.title} · ${t.product}`), []);
  return (
    <section class="page narrow">
      <h1>{t.profile.title}</h1>
      <Unconfirmed />
      <Person />
      <Password />
      <SecondFactor />
      <Keys />
      <Sessions />
      <Tokens />
    </section>
  );
}

function Unconfirmed() {
  if (me.value?.email_confirmed !== false) return null;
  const send = () =>
    client
      .post('/users/me/email/confirmation')
      .then(() => say(t.profile.confirmSent))
      .catch(complain);
  return (
    <p class="note">
      {t.profile.unconfirmed}{' '}
      <button class="plain link" onClick={() => void send()}>
        {t.profile.confirm}
      </button>
    </p>
  );
}

function Person() {
  const save = async ({ display_name, time_zone }: Record<string, string>) => {
    await client.patch('/users/me', {
      body: { ...(display_name && { display_name }), ...(time_zone && { time_zone }) },
    });
    await refreshMe();
    say(t.profile.saved);
  };
  return (
    <Form class="form" submit={t.save} onSubmit={save} fields={['display_name', 'time_zone']}>
      {(errorOf) => (
        <>
          <Field
            label={t.profile.name}
            name="display_name"
            required
            defaultValue={me.value?.display_name}
            error={errorOf('display_name')}
          />
          <Field
            label={t.profile.zone}
            name="time_zone"
            list="zones"
            required
            defaultValue={me.value?.time_zone}
            error={errorOf('time_zone')}
          />
          <datalist id="zones">
            {Intl.supportedValuesOf('timeZone').map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Form>
  );
}

function Password() {
  const change = async (
    { current_password = '', new_password = '' }: Record<string, string>,
    form: HTMLFormElement,
  ) => {
    await client.post('/users/me/password', { body: { current_password, new_password } });
    form.reset();
    say(t.profile.changed);
  };
  return (
    <>
      <h2>{t.profile.password}</h2>
      <Form submit={t.profile.change} onSubmit={change} fields={['new_password']}>
        {(errorOf) => (
          <>
            <input
              class="unseen"
              type="text"
              autoComplete="username"
              value={me.value?.email ?? undefined}
              readOnly
              tabIndex={-1}
              aria-hidden="true"
            />
            <Field
              label={t.profile.current}
              name="current_password"
              type="password"
              autoComplete="current-password"
              required
            />
            <Field
              label={t.profile.next}
              name="new_password"
              type="password"
              autoComplete="new-password"
              minLength={8}
              required
              hint={t.signIn.passwordHint}
              error={errorOf('new_password')}
            />
          </>
        )}
      </Form>
    </>
  );
}
