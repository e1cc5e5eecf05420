import { useSignal } from '@preact/signals';
import { Field, Form } from '../parts/form.js';
import { go, href } from '../router.js';
import { client, isSignedIn } from '../session.js';
import { t } from '../texts.js';
import { keptInvitation } from './links.js';

/** A new account; who comes from an invitation joins its project with it. */
export function Register() {
  const isDone = useSignal(false);
  const invitation = keptInvitation();
  if (isSignedIn.value) {
    queueMicrotask(() => go('/', { replace: true }));
    return null;
  }
  const register = async ({ email = '', password = '', display_name = '' }: Record<string, string>) => {
    const body = { email, password, display_name, ...(invitation && { invitation_token: invitation }) };
    if (!isDone.value) await client.post('/auth/register', { body });
    isDone.value = true;
    sessionStorage.removeItem('invitation');
    await client.signIn({ email, password });
    go('/', { replace: true });
  };
  return (
    <>
      <h1>{t.register.title}</h1>
      <Form submit={t.register.submit} onSubmit={register} fields={['display_name', 'email', 'password']}>
        {(errorOf) => (
          <>
            <Field
              label={t.signIn.name}
              name="display_name"
              autoComplete="name"
              required
              autoFocus
              error={errorOf('display_name')}
            />
            <Field
              label={t.signIn.email}
              name="email"
              type="email"
              autoComplete="username"
              required
              error={errorOf('email')}
            />
            <Field
              label={t.signIn.password}
              name="password"
              type="password"
              autoComplete="new-password"
              required
              minLength={8}
              hint={t.signIn.passwordHint}
              error={errorOf('password')}
            />
          </>
        )}
      </Form>
      <p class="links">
        <a href={href('/')}>{t.signIn.have}</a>
      </p>
    </>
  );
}
