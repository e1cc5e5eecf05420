import type { CreateWebhook, Webhook } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { Field, Form } from '../parts/form.js';
import { Once } from '../parts/token-list.js';
import { complain, say } from '../parts/toasts.js';
import { firstOf, useLoaded } from '../parts/loading/use-loaded.js';
import { client } from '../session.js';
import { t } from '../texts.js';
import { Deliveries } from './deliveries.js';

type Types = CreateWebhook['types'];

const KINDS = ['task.*', 'comment.*', 'file.*', 'member.*', 'label.*', 'project.*'] as const;

/** Addresses that hear what happens in a project. */
export function Webhooks({ projectId }: { projectId: number }) {
  const path = { id: projectId };
  const { data, again } = useLoaded(() => firstOf(client.list('/projects/{id}/webhooks', { path })), [projectId]);
  const secret = useSignal<string | undefined>(undefined);
  const create = async ({ url = '' }: Record<string, string>, form: HTMLFormElement) => {
    const types = new FormData(form).getAll('types') as unknown as Types;
    secret.value = (await client.post('/projects/{id}/webhooks', { path, body: { url, types } })).secret;
    form.reset();
    await again();
  };
  return (
    <>
      <h2>{t.webhooks.title}</h2>
      {secret.value && <Once text={t.webhooks.secretOnce} secret={secret.value} />}
      {data?.map((webhook) => (
        <One key={webhook.id} webhook={webhook} after={again} />
      ))}
      <Form class="form" submit={t.webhooks.create} onSubmit={create} fields={['url', 'types']}>
        {(errorOf) => (
          <>
            <Field label={t.webhooks.url} name="url" required maxLength={2000} error={errorOf('url')} />
            <fieldset class="choices">
              <legend>{t.webhooks.types}</legend>
              {KINDS.map((kind) => (
                <label key={kind} class="check">
                  <input type="checkbox" name="types" value={kind} defaultChecked={kind === 'task.*'} />
                  {t.webhooks.kinds[kind]}
                </label>
              ))}
              {errorOf('types') && (
                <small class="error" role="alert">
                  {errorOf('types')}
                </small>
              )}
            </fieldset>
          </>
        )}
      </Form>
    </>
  );
}

function One({ webhook, after }: { webhook: Webhook; after: () => Promise<void> }) {
  const { id, url, types, is_active: isActive } = webhook;
  const path = { id };
  const isOpen = useSignal(false);
  const pinged = useSignal(0);
  const run = (work: Promise<unknown>, said?: string) =>
    void work
      .then(after)
      .then(() => said && say(said))
      .catch(complain);
  const ping = () =>
    run(
      client.post('/webhooks/{id}/ping', { path }).then(() => pinged.value++),
      t.webhooks.pinged,
    );
  return (
    <details class="role" onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
      <summary>
        <strong>{url}</strong> <small>{types.map((type) => t.webhooks.kinds[type] ?? type).join(', ')}</small>{' '}
        {!isActive && <span class="tag">{t.webhooks.paused}</span>}
      </summary>
      {isOpen.value && (
        <div class="inside">
          <p class="actions">
            <button onClick={ping}>{t.webhooks.ping}</button>
            <button onClick={() => run(client.patch('/webhooks/{id}', { path, body: { is_active: !isActive } }))}>
              {isActive ? t.webhooks.pause : t.webhooks.goOn}
            </button>
            <button class="plain" onClick={() => run(client.delete('/webhooks/{id}', { path }))}>
              {t.remove}
            </button>
          </p>
          <Deliveries key={pinged.value} webhookId={id} />
        </div>
      )}
    </details>
  );
}
