import { useSignal } from '@preact/signals';
import { useLoaded } from '../parts/loading/use-loaded.js';
import { t } from '../texts.js';
import { ask, passkeyWords, preparePasskey, signInAt } from './ways.js';

/** Passkeys and providers, as far as the program has them. */
export function OtherWays() {
  const { data } = useLoaded(async () => {
    const providers = ask('GET /auth/providers').catch(() => ({ items: [] }));
    return { usePasskey: await preparePasskey(), providers: (await providers).items };
  });
  const error = useSignal('');
  const { usePasskey, providers = [] } = data ?? {};
  const tryPasskey = (use: () => Promise<void>) => {
    error.value = '';
    return use().catch((failure: unknown) => (error.value = passkeyWords(failure)));
  };
  return (
    <div class="ways">
      {(usePasskey || providers.length > 0) && <p class="or">{t.signIn.or}</p>}
      {usePasskey && <button onClick={() => void tryPasskey(usePasskey)}>{t.signIn.passkey}</button>}
      {providers.map((provider) => (
        <button key={provider.id} onClick={() => signInAt(provider)}>
          {t.signIn.provider(provider.name)}
        </button>
      ))}
      {error.value && (
        <p class="error" role="alert">
          {error.value}
        </p>
      )}
    </div>
  );
}
