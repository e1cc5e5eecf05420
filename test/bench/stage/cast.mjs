import { built } from './built.mjs';

/** How many of the people are signed in, for each kind of work; each has tasks of their own to work on. */
const PLAYERS = 100;

const SESSIONS = `
  INSERT INTO sessions (user_id, ip, user_agent, expires_at)
  SELECT id, '127.0.0.1', 'benchmark', now() + interval '1 day' FROM unnest($1::bigint[]) AS id RETURNING id, user_id`;

const API_TOKENS = `
  INSERT INTO api_tokens (user_id, name, prefix, token_hash)
  SELECT user_id, 'benchmark', prefix, token_hash
  FROM unnest($1::bigint[], $2::text[], $3::bytea[]) AS made (user_id, prefix, token_hash)`;

const OWNED = `
  SELECT p.owner_id AS owner, array_agg(DISTINCT p.id) AS projects, array_agg(t.id ORDER BY t.id) AS tasks
  FROM projects p JOIN tasks t ON t.project_id = p.id
  WHERE p.owner_id = ANY($1) GROUP BY p.owner_id ORDER BY p.owner_id`;

/** Tasks whose change of status is news for somebody else. */
const MOVABLE = `
  SELECT p.owner_id AS owner, t.id FROM projects p JOIN tasks t ON t.project_id = p.id
  WHERE p.owner_id = ANY($1) AND t.status = 'todo' AND t.assignee_id <> p.owner_id ORDER BY t.id`;

/**
 * Who does what: readers, writers and movers are different people with different projects, so that what one work
 * changes doesn't change what another one reads.
 */
export async function castPlayers(client, mint) {
  const people = await values(client, `SELECT id FROM users WHERE email_key LIKE 'person%' ORDER BY id LIMIT $1`, [
    PLAYERS * 3,
  ]);
  const share = people.length / 3;
  const [admin] = await values(client, `SELECT id FROM users WHERE email_key = 'admin@example.com'`);
  const tokens = await signIn(client, mint, [...people, admin]);
  const owned = (ids) => client.query(OWNED, [ids]).then(({ rows }) => rows);
  const withToken = (rows) =>
    rows.map(({ owner, ...rest }) => ({ ...rest, id: Number(owner), token: tokens.get(owner) }));
  const readers = withToken(await owned(people.slice(0, share)));
  const movers = await client.query(MOVABLE, [people.slice(2 * share)]);
  return {
    readers,
    programs: await withApiTokens(client, readers),
    writers: withToken(await owned(people.slice(share, 2 * share))),
    movables: movers.rows.map(({ owner, id }) => ({ id: Number(id), token: tokens.get(owner) })),
    admin: { id: admin, token: tokens.get(admin) },
  };
}

/** A live session and a token for each of them. */
export async function signIn(client, mint, userIds) {
  const { rows } = await client.query(SESSIONS, [userIds]);
  return new Map(rows.map(({ id, user_id: userId }) => [userId, mint.sign(Number(userId), Number(id))]));
}

/** The same people, as programs that act for them: each with an API token that may do all that they may. */
async function withApiTokens(client, people) {
  const { newApiToken, hashOfApiToken, prefixOfApiToken } = await built(
    'src/platform/access/api-tokens/api-token-format.js',
  );
  const tokens = people.map(() => newApiToken());
  const ids = people.map(({ id }) => id);
  await client.query(API_TOKENS, [ids, tokens.map(prefixOfApiToken), tokens.map(hashOfApiToken)]);
  return people.map((person, index) => ({ ...person, token: tokens[index] }));
}

async function values(client, text, parameters = []) {
  return (await client.query({ text, values: parameters, rowMode: 'array' })).rows.map(([value]) => value);
}
