import { ApiError } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { Field, Form } from '../parts/form.js';
import { href } from '../router.js';
import { client, me } from '../session.js';
import { t } from '../texts.js';
import { OtherWays } from './other-ways.js';

type Credentials = Record<string, string>;

/** Signing in by password, then by a second factor where there is one; `isAgain` where a session was over. */
export function SignIn({ isAgain = false }: { isAgain?: boolean }) {
  const known = useSignal<Credentials | undefined>(undefined);
  const send = async (values: Credentials) => {
    const { email = '', password = '', totp_code, backup_code } = { ...known.value, ...values };
    const code = totp_code ? { totp_code } : backup_code ? { backup_code } : {};
    try {
      await client.signIn({ email, password, ...code });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'totp_required') throw error;
      known.value = { email, password };
    }
  };
  return (
    <>
      <h1>{t.signIn.title}</h1>
      {isAgain && <p role="status">{t.signIn.expired}</p>}
      {known.value ? <SecondFactor send={send} back={() => (known.value = undefined)} /> : <Password send={send} />}
    </>
  );
}

function Password({ send }: { send: (values: Credentials) => Promise<void> }) {
  return (
    <>
      <Form submit={t.signIn.submit} onSubmit={send}>
        <Field
          label={t.signIn.email}
          name="email"
          type="email"
          autoComplete="username webauthn"
          required
          autoFocus
          defaultValue={me.value?.email ?? ''}
        />
        <Field label={t.signIn.password} name="password" type="password" autoComplete="current-password" required />
      </Form>
      <OtherWays />
      <p class="links">
        <a href={href('/forgot-password')}>{t.signIn.forgot}</a>
        <a href={href('/register')}>{t.signIn.register}</a>
      </p>
    </>
  );
}

function SecondFactor({ send, back }: { send: (values: Credentials) => Promise<void>; back: () => void }) {
  const isBackup = useSignal(false);
  return (
    <Form
      submit={t.signIn.submit}
      onSubmit={send}
      secondary={
        <button type="button" onClick={back}>
          {t.back}
        </button>
      }
    >
      {isBackup.value ? (
        <Field key="backup" label={t.signIn.backupCode} name="backup_code" autoComplete="off" required autoFocus />
      ) : (
        <Field
          key="totp"
          label={t.signIn.code}
          name="totp_code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          autoFocus
        />
      )}
      {!isBackup.value && (
        <button type="button" class="plain link" onClick={() => (isBackup.value = true)}>
          {t.signIn.backup}
        </button>
      )}
    </Form>
  );
}
