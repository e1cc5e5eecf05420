import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { Form } from '../parts/form.js';
import { useLoaded } from '../parts/loading/use-loaded.js';
import { go, href, takeToken } from '../router.js';
import { client, isSignedIn, refreshMe } from '../session.js';
import { t, words } from '../texts.js';
import { SignIn } from './sign-in.js';

/** Confirms an address when the person says so: mail programs open links on their own. */
export function ConfirmEmail() {
  const token = useMemo(takeToken, []);
  const isDone = useSignal(false);
  const send = async () => {
    await client.post('/auth/email/confirm', { body: { token: token ?? '' } });
    isDone.value = true;
    if (isSignedIn.value) await refreshMe();
  };
  return (
    <>
      <h1>{t.confirm.title}</h1>
      {isDone.value && <p role="status">{t.confirm.done}</p>}
      {!token && <p role="alert">{t.forgot.missing}</p>}
      {token && !isDone.value && (
        <Form submit={t.confirm.submit} onSubmit={send}>
          {null}
        </Form>
      )}
      <p class="links">
        <a href={href('/')}>{t.nav.projects}</a>
      </p>
    </>
  );
}

const KEPT = 'invitation';

/** The token of the invitation that was opened in this tab, for whoever registers with it. */
export function keptInvitation(): string | null {
  return sessionStorage.getItem(KEPT);
}

function takeInvitation(): string | null {
  const token = takeToken();
  if (token) sessionStorage.setItem(KEPT, token);
  return token ?? keptInvitation();
}

/** Shows who invites to what; whoever is signed in joins, anybody else signs in or registers first. */
export function Invitation() {
  const token = useMemo(takeInvitation, []);
  const { data, error } = useLoaded(() => client.post('/invitations/inspect', { body: { token: token ?? '' } }));
  if (error)
    return (
      <>
        <h1>{t.invitation.title}</h1>
        <p role="alert">{words(error)}</p>
        <p class="links">
          <a href={href('/')}>{t.nav.projects}</a>
        </p>
      </>
    );
  if (!data) return <p>{t.loading}</p>;
  const accept = async () => {
    await client.post('/invitations/accept', { body: { token: token ?? '' } });
    sessionStorage.removeItem(KEPT);
    go(`/projects/${data.project.id}`, { replace: true });
  };
  const role = t.members.roles[data.role].toLowerCase();
  return (
    <>
      <h1>{t.invitation.title}</h1>
      <p>{t.invitation.says(data.invited_by.display_name, data.project.name, role)}</p>
      {isSignedIn.value ? (
        <Form submit={t.invitation.accept} onSubmit={accept}>
          {null}
        </Form>
      ) : (
        <>
          <p>{t.invitation.first}</p>
          <SignIn />
        </>
      )}
    </>
  );
}
