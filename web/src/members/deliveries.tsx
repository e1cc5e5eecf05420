import type { Delivery } from '@fasttrack/client';
import { More } from '../parts/loading/more.js';
import { ago, moment } from '../parts/time.js';
import { complain } from '../parts/toasts.js';
import { usePages } from '../parts/loading/use-pages.js';
import { client } from '../session.js';
import { t } from '../texts.js';

const SHOWN = 20;

/** What a webhook was sent, and what became of it. */
export function Deliveries({ webhookId }: { webhookId: number }) {
  const { items, again, more } = usePages(
    (cursor, signal) =>
      client.get('/webhooks/{id}/deliveries', { path: { id: webhookId }, query: { limit: SHOWN, ...cursor }, signal }),
    [webhookId],
  );
  return (
    <>
      <div class="heading">
        <h3>{t.webhooks.deliveries}</h3>
        <button class="plain" onClick={() => void again()}>
          {t.webhooks.look}
        </button>
      </div>
      {items?.length === 0 && <p class="faint">{t.webhooks.noDeliveries}</p>}
      <ul class="rows">
        {items?.map((delivery) => (
          <Line key={delivery.id} webhookId={webhookId} delivery={delivery} after={again} />
        ))}
      </ul>
      <More more={more} />
    </>
  );
}

interface LineProps {
  webhookId: number;
  delivery: Delivery;
  after: () => Promise<void>;
}

function Line({ webhookId, delivery, after }: LineProps) {
  const { id, type, status, attempts, last_status: answer, last_error: error, created_at: at } = delivery;
  const redeliver = () =>
    client
      .post('/webhooks/{id}/deliveries/{delivery_id}/redeliver', { path: { id: webhookId, delivery_id: id } })
      .then(after)
      .catch(complain);
  return (
    <li>
      <span class={`tag ${status}`}>{t.webhooks.statuses[status]}</span>
      <span class="grow">
        {type}{' '}
        <small>
          <time dateTime={at} title={moment(at)}>
            {ago(at)}
          </time>
          {' · '}
          {t.webhooks.tries(attempts)}
          {answer !== null && ` · ${t.webhooks.answered(answer)}`}
          {answer === null && error && ` · ${error}`}
        </small>
      </span>
      {status !== 'pending' && (
        <button aria-label={`${t.webhooks.again}: ${type}, ${moment(at)}`} onClick={() => void redeliver()}>
          {t.webhooks.again}
        </button>
      )}
    </li>
  );
}
