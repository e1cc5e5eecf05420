import type { ApiToken } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { t } from '../texts.js';
import { Field, Form } from './form.js';
import { ago } from './time.js';
import { complain } from './toasts.js';

interface Props {
  tokens: readonly ApiToken[] | undefined;
  after: () => Promise<void>;
  /** Makes one, and answers what it is. */
  create: (name: string) => Promise<string>;
  revoke: (id: number) => Promise<unknown>;
}

/** API tokens: each is shown once, when it is made. */
export function TokenList({ tokens, after, create, revoke }: Props) {
  const shown = useSignal<string | undefined>(undefined);
  const make = async ({ name = '' }: Record<string, string>, form: HTMLFormElement) => {
    shown.value = await create(name);
    form.reset();
    await after();
  };
  return (
    <>
      {shown.value && <Once text={t.profile.tokenOnce} secret={shown.value} />}
      <ul class="rows">
        {tokens?.map(({ id, name, prefix, last_used_at: used }) => (
          <li key={id}>
            <span class="grow">
              {name} <small>{prefix}…</small>
            </span>
            <small>{used ? t.profile.used(ago(used)) : t.profile.never}</small>
            <button
              aria-label={`${t.profile.revoke}: ${name}`}
              onClick={() => void revoke(id).then(after).catch(complain)}
            >
              {t.profile.revoke}
            </button>
          </li>
        ))}
      </ul>
      <Form class="line" submit={t.profile.createToken} onSubmit={make} fields={['name']}>
        {(errorOf) => (
          <Field label={t.profile.tokenName} name="name" required maxLength={100} error={errorOf('name')} />
        )}
      </Form>
    </>
  );
}

/** A secret that is shown only here. */
export function Once({ text, secret }: { text: string; secret: string }) {
  return (
    <div class="note" role="status">
      <p>{text}</p>
      <pre>{secret}</pre>
    </div>
  );
}
