import { ApiError } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Field, Form } from '../parts/form.js';
import { href } from '../router.js';
import { client, me } from '../session.js';
import { t, words } from '../texts.js';
import { OtherWays } from './other-ways.js';
import { arriveFromProvider, type SecondFactorCodes } from './ways.js';

type Values = Record<string, string>;
type Completion = (codes: SecondFactorCodes) => Promise<void>;

/**
 * Signing in by password, passkey or a provider, then by a second factor where it is asked for; `isAgain` where a session
 * was over.
 */
export function SignIn({ isAgain = false }: { isAgain?: boolean }) {
  const rest = useSignal<Completion | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const attempt = async (complete: Completion) => {
    error.value = undefined;
    try {
      await complete({});
    } catch (failure) {
      if (!(failure instanceof ApiError) || failure.code !== 'totp_required') throw failure;
      rest.value = complete;
    }
  };
  useEffect(() => void comeBack().catch((failure: unknown) => (error.value = failure)), []);
  const comeBack = async () => {
    const complete = arriveFromProvider();
    if (complete) await attempt(complete);
  };
  const send = ({ email = '', password = '' }: Values) =>
    attempt((codes) => client.signIn({ email, password, ...codes }));
  return (
    <>
      <h1>{t.signIn.title}</h1>
      {isAgain && <p role="status">{t.signIn.expired}</p>}
      {error.value !== undefined && (
        <p class="error" role="alert">
          {words(error.value)}
        </p>
      )}
      {rest.value ? <SecondFactor send={rest.value} back={() => (rest.value = undefined)} /> : <Password send={send} />}
    </>
  );
}

function Password({ send }: { send: (values: Values) => Promise<void> }) {
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

function SecondFactor({ send, back }: { send: Completion; back: () => void }) {
  const isBackup = useSignal(false);
  const sendCode = ({ totp_code, backup_code }: Values) => send(backup_code ? { backup_code } : { totp_code });
  return (
    <Form
      submit={t.signIn.submit}
      onSubmit={sendCode}
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
