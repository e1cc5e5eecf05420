import { TokenList } from '../parts/token-list.js';
import { firstOf, useLoaded } from '../parts/loading/use-loaded.js';
import { client } from '../session.js';
import { t } from '../texts.js';

/** What programs sign in with. */
export function Tokens() {
  const { data, again } = useLoaded(() => firstOf(client.list('/users/me/tokens')));
  return (
    <>
      <h2>{t.profile.tokens}</h2>
      <TokenList
        tokens={data}
        after={again}
        create={async (name) => (await client.post('/users/me/tokens', { body: { name } })).token}
        revoke={(id) => client.delete('/users/me/tokens/{id}', { path: { id } })}
      />
    </>
  );
}
