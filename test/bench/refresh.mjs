// `npm run bench:refresh`: however many use one refresh token at the same moment, it has exactly one successor.
import { Connection, wire } from './load/connection.mjs';
import { BEHIND_PROXY, comingFrom } from './load/networks.mjs';
import { figure } from './report/figures.mjs';
import { judge } from './stage/judge.mjs';
import { readOptions } from './stage/options.mjs';
import { PASSWORD } from './stage/seed.mjs';
import { startProgram } from './stage/servers.mjs';
import { onStage, say } from './stage/stage.mjs';

const USES = 10_000;
const CONNECTIONS = 1_000;
/** As long as this bench may take: what is tried here is simultaneous use, not late use. */
const GRACE_SECONDS = '300';

const TOKENS = `
  SELECT count(*) AS all, count(*) FILTER (WHERE t.spent_at IS NULL) AS unspent, bool_or(s.ended_at IS NOT NULL) AS ended
  FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
  WHERE u.email_key = 'person1@example.com'`;

const options = readOptions();
await onStage({ scale: 0.01 }, async (stage) => {
  const { port } = await startProgram(stage, { env: { ...BEHIND_PROXY, REFRESH_REUSE_GRACE_SECONDS: GRACE_SECONDS } });
  const pair = await signIn(port);
  const uses = options.quick ? USES / 10 : USES;
  say(`${uses} uses of one refresh token over ${CONNECTIONS} connections`);
  const { answers, seconds } = await useAtOnce(port, pair.refresh_token, uses);
  const { rows } = await stage.client.query(TOKENS);
  report({ answers, seconds, uses, kept: rows[0] });
  const successor = answers.find(({ status }) => status === 200)?.token;
  const { status } = await refresh(new Connection(port), successor, 0);
  judge('the successor works', status === 200);
});

async function signIn(port) {
  const body = { email: 'person1@example.com', password: PASSWORD };
  const answer = await new Connection(port).ask(wire('POST', '/auth/login', { body }));
  if (answer.status !== 200) throw new Error(`POST /auth/login → ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body).data;
}

async function useAtOnce(port, token, uses) {
  const answers = [];
  let left = uses;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, nth) => {
      const connection = new Connection(port);
      while (left-- > 0) answers.push(await refresh(connection, token, nth));
      connection.close();
    }),
  );
  return { answers, seconds: (performance.now() - started) / 1000 };
}

async function refresh(connection, token, nth) {
  const request = wire('POST', '/auth/refresh', { body: { refresh_token: token }, headers: comingFrom(nth) });
  const { status, body } = await connection.ask(request);
  return { status, token: status === 200 ? JSON.parse(body).data.refresh_token : undefined };
}

function report({ answers, seconds, uses, kept }) {
  const count = (status) => answers.filter((answer) => answer.status === status).length;
  const others = new Set(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 503));
  const successors = new Set(answers.filter(({ status }) => status === 200).map(({ token }) => token));
  const words = `${uses} uses in ${figure(seconds)} s: ${count(200)} answered with the successor, ${count(503)} put off`;
  judge(`${words}, ${[...others].join(', ') || 'none'} otherwise`, others.size === 0 && count(200) > 0);
  judge(`${successors.size} successor was given`, successors.size === 1);
  judge(
    `the session goes on, with ${kept.all} tokens, of which ${kept.unspent} is unspent`,
    kept.all === 2 && kept.unspent === 1 && !kept.ended,
  );
}
