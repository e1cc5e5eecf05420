import { Field, Form } from '../parts/form.js';
import { client, refreshMe, signOut } from '../session.js';
import { t } from '../texts.js';
import { NewPassword } from './password.js';

/** Somebody else has chosen the password: nothing can be done before it is another. */
export function MustChangePassword() {
  const send = async ({ current_password = '', new_password = '' }: Record<string, string>) => {
    await client.post('/users/me/password', { body: { current_password, new_password } });
    await refreshMe();
  };
  return (
    <>
      <h1>{t.forgot.choose}</h1>
      <p>{t.forgot.mustChange}</p>
      <Form
        submit={t.save}
        onSubmit={send}
        fields={['new_password']}
        secondary={
          <button type="button" onClick={() => void signOut()}>
            {t.nav.signOut}
          </button>
        }
      >
        {(errorOf) => (
          <>
            <Field
              label={t.profile.current}
              name="current_password"
              type="password"
              autoComplete="current-password"
              required
            />
            <NewPassword error={errorOf('new_password')} />
          </>
        )}
      </Form>
    </>
  );
}
