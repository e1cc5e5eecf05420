import { ago } from '../parts/time.js';
import { complain } from '../parts/toasts.js';
import { firstOf, useLoaded } from '../parts/loading/use-loaded.js';
import { client } from '../session.js';
import { t } from '../texts.js';

/** Where one is signed in. */
export function Sessions() {
  const { data, again } = useLoaded(() => firstOf(client.list('/users/me/sessions')));
  const end = (id: number) => client.delete('/users/me/sessions/{id}', { path: { id } }).then(again).catch(complain);
  const endOthers = () => client.delete('/users/me/sessions').then(again).catch(complain);
  return (
    <>
      <h2>{t.profile.sessions}</h2>
      <ul class="rows">
        {data?.map(({ id, ip, user_agent: agent, last_used_at: used, is_current: isCurrent }) => (
          <li key={id}>
            <span class="grow">
              {browserOf(agent)} <small>{ip}</small>
            </span>
            <small>{isCurrent ? t.profile.thisOne : ago(used)}</small>
            {!isCurrent && (
              <button aria-label={`${t.profile.end}: ${browserOf(agent)}, ${ip}`} onClick={() => void end(id)}>
                {t.profile.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      {data && data.length > 1 && <button onClick={() => void endOthers()}>{t.profile.endOthers}</button>}
    </>
  );
}

/** The newest names come first: each browser also claims to be the older ones. */
const BROWSERS = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'];
const NAMES: Record<string, string> = { Edg: 'Edge', OPR: 'Opera' };

function browserOf(agent: string | null): string {
  const found = BROWSERS.find((name) => agent?.includes(`${name}/`));
  return found ? (NAMES[found] ?? found) : (agent?.slice(0, 40) ?? t.somebody);
}
