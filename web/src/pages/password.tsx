import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { Field, Form } from '../parts/form.js';
import { href, takeToken } from '../router.js';
import { client } from '../session.js';
import { t } from '../texts.js';

export function Forgot() {
  const isSent = useSignal(false);
  const send = async ({ email = '' }: Record<string, string>) => {
    await client.post('/auth/password/forgot', { body: { email } });
    isSent.value = true;
  };
  return (
    <>
      <h1>{t.forgot.title}</h1>
      {isSent.value ? (
        <p role="status">{t.forgot.sent}</p>
      ) : (
        <Form submit={t.forgot.submit} onSubmit={send}>
          <p>{t.forgot.intro}</p>
          <Field label={t.signIn.email} name="email" type="email" autoComplete="username" required autoFocus />
        </Form>
      )}
      <BackToSignIn />
    </>
  );
}

/** The page of the link in a mail. */
export function ResetPassword() {
  const token = useMemo(takeToken, []);
  const isDone = useSignal(false);
  const send = async ({ new_password = '' }: Record<string, string>) => {
    await client.post('/auth/password/reset', { body: { token: token ?? '', new_password } });
    isDone.value = true;
  };
  return (
    <>
      <h1>{t.forgot.choose}</h1>
      {isDone.value && <p role="status">{t.forgot.chosen}</p>}
      {!token && <p role="alert">{t.forgot.missing}</p>}
      {token && !isDone.value && (
        <Form submit={t.save} onSubmit={send} fields={['new_password']}>
          {(errorOf) => <NewPassword error={errorOf('new_password')} />}
        </Form>
      )}
      <p class="links">
        <a href={href('/forgot-password')}>{t.forgot.again}</a>
        <a href={href('/')}>{t.signIn.submit}</a>
      </p>
    </>
  );
}

export function NewPassword({ error }: { error: string | undefined }) {
  return (
    <Field
      label={t.signIn.newPassword}
      name="new_password"
      type="password"
      autoComplete="new-password"
      minLength={8}
      required
      hint={t.signIn.passwordHint}
      error={error}
    />
  );
}

function BackToSignIn() {
  return (
    <p class="links">
      <a href={href('/')}>{t.signIn.have}</a>
    </p>
  );
}
