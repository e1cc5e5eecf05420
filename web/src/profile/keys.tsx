import { useEffect } from 'preact/hooks';
import { Field, Form } from '../parts/form.js';
import { complain, say } from '../parts/toasts.js';
import { ago } from '../parts/time.js';
import { useLoaded } from '../parts/loading/use-loaded.js';
import { addPasskey, ask, hasLinked, hasPasskeys, linkProvider, passkeyWords } from '../pages/ways.js';
import { t } from '../texts.js';

/** Passkeys and linked providers, as far as the program has them. */
export function Keys() {
  const none = () => undefined;
  const { data, again } = useLoaded(async () => {
    const [passkeys, providers, identities] = await Promise.all([
      hasPasskeys ? ask('GET /users/me/passkeys').then(({ items }) => items, none) : undefined,
      ask('GET /auth/providers').then(
        ({ items }) => items,
        () => [],
      ),
      ask('GET /users/me/identities').then(
        ({ items }) => items,
        () => [],
      ),
    ]);
    return { passkeys, providers, identities };
  });
  useEffect(sayWhatWasLinked, []);
  const add = async ({ name = '' }: Record<string, string>, form: HTMLFormElement) => {
    await addPasskey(name.trim()).then(
      () => form.reset(),
      (failure: unknown) => say(passkeyWords(failure), { isError: true }),
    );
    await again();
  };
  const then = (work: Promise<unknown>) => void work.then(again).catch(complain);
  if (!data) return null;
  const { passkeys, providers, identities } = data;
  return (
    <>
      {passkeys && <h2>{t.profile.passkeys}</h2>}
      <ul class="rows">
        {passkeys?.map(({ id, name, last_used_at: used }) => (
          <li key={id}>
            <span class="grow">{name}</span>
            <small>{used ? t.profile.used(ago(used)) : t.profile.never}</small>
            <button
              aria-label={`${t.remove}: ${name}`}
              onClick={() => then(ask('DELETE /users/me/passkeys/{id}', { path: { id } }))}
            >
              {t.remove}
            </button>
          </li>
        ))}
      </ul>
      {passkeys && (
        <Form class="line" submit={t.profile.addPasskey} onSubmit={add} fields={['name']}>
          {(errorOf) => <Field label={t.profile.passkeyName} name="name" maxLength={100} error={errorOf('name')} />}
        </Form>
      )}
      {providers.length > 0 && <h2>{t.profile.identities}</h2>}
      <ul class="rows">
        {identities.map(({ id, provider, issuer }) => (
          <li key={id}>
            <span class="grow">
              {provider} <small>{issuer}</small>
            </span>
            <button
              aria-label={`${t.profile.unlink}: ${provider}`}
              onClick={() => then(ask('DELETE /users/me/identities/{id}', { path: { id } }))}
            >
              {t.profile.unlink}
            </button>
          </li>
        ))}
      </ul>
      {providers.map((provider) => (
        <button key={provider.id} onClick={() => void linkProvider(provider.id).catch(complain)}>
          {t.profile.link(provider.name)}
        </button>
      ))}
    </>
  );
}

function sayWhatWasLinked(): void {
  try {
    if (hasLinked()) say(t.profile.linked);
  } catch (error) {
    complain(error);
  }
}
