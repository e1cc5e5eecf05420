// `npm run bench:search`: a search costs at most three times a filtered page, for common and for rare words.
import { Connection, wire } from './load/connection.mjs';
import { figure, median } from './report/figures.mjs';
import { signIn } from './stage/cast.mjs';
import { judge } from './stage/judge.mjs';
import { readOptions } from './stage/options.mjs';
import { startProgram } from './stage/servers.mjs';
import { onStage, say } from './stage/stage.mjs';

const GOAL = 3;
/** How often each is asked, in turn with the page that it is compared with. */
const TIMES = 100;
const PAGE = '/tasks?status=todo&priority=high&limit=20';

/** The seeded texts are all alike but for the number of the task: these words come to some of them. */
const SPREAD = {
  comments: { rhubarb: 'id % 100 = 7', medlar: 'id % 300 = 9', quince: 'id % 1000 = 8', sorrel: 'id <= 5000' },
  tasks: { fennel: 'id % 100 = 7' },
};
const TEXTS = { comments: 'body', tasks: 'description' };

const QUERIES = {
  'in every task': 'workspace',
  'in every comment': 'thought',
  'in half of the tasks': '1',
  'in one task of 18': '19',
  'in one task of 180': '199',
  'in one task': '19999',
  'a common and a rare one': 'task 19999',
  'in nothing': 'xyzzy',
  'in one comment of 100': 'rhubarb',
  'in one comment of 300': 'medlar',
  'in one comment of 1,000': 'quince',
  'in one task of 100': 'fennel',
  'in every comment, and in one of 100': 'thought rhubarb',
  'in every task, and in one of 100': 'workspace fennel',
  'in the 5,000 oldest comments': 'sorrel',
  'in every comment, and in the 5,000 oldest': 'thought sorrel',
};

/** So many projects that three of them are next to nothing. */
const MORE_PROJECTS = `
  INSERT INTO projects (name, owner_id) SELECT 'More ' || i, (SELECT min(owner_id) FROM projects) FROM generate_series(1, $1::int) i`;
const NEWCOMER = `
  INSERT INTO users (email, email_key, display_name, password_hash) VALUES ($1, $1, $1, '-') RETURNING id`;
const ROLE = `INSERT INTO user_roles (user_id, role_id) SELECT $1, id FROM roles WHERE name = 'user'`;
const JOIN = `
  INSERT INTO project_members (project_id, user_id, role) SELECT id, $1, 'editor' FROM projects ORDER BY id LIMIT $2`;

await onStage(readOptions(), async (stage) => {
  const { client, players, mint } = stage;
  await client.query(MORE_PROJECTS, [18_000]);
  const readers = { 'an administrator': players.admin.token };
  for (const count of [3, 500]) readers[`a member of ${count} projects`] = await member(client, mint, count);
  for (const [table, words] of Object.entries(SPREAD)) {
    const [text, entries] = [TEXTS[table], Object.entries(words)];
    for (const [word, rows] of entries)
      await client.query(`UPDATE ${table} SET ${text} = ${text} || ' ${word}' WHERE ${rows}`);
  }
  // In the order in which they were written, as where they were written with these words.
  await client.query('CLUSTER search_entries USING search_entries_pkey');
  await client.query('VACUUM ANALYZE');
  const program = await startProgram(stage);
  const connection = new Connection(program.port);
  const timeOf = async (path, token) => {
    const started = performance.now();
    const { status, body } = await connection.ask(wire('GET', path, { token }));
    if (status !== 200) throw new Error(`GET ${path} → ${status} ${body}`);
    return performance.now() - started;
  };
  console.log('| reader | words | search ms | filtered page ms | ratio |\n|---|---|--:|--:|--:|');
  const ratios = [];
  for (const [reader, token] of Object.entries(readers)) {
    say(`asking as ${reader}`);
    for (const [words, query] of Object.entries(QUERIES)) {
      const path = `/search?limit=20&query=${encodeURIComponent(query)}`;
      const [searches, pages] = await inTurn(
        () => timeOf(path, token),
        () => timeOf(PAGE, token),
      );
      ratios.push(searches / pages);
      console.log(`| ${reader} | ${words} | ${figure(searches)} | ${figure(pages)} | ${figure(searches / pages)} |`);
    }
  }
  connection.close();
  const worst = Math.max(...ratios);
  judge(`a search takes ${figure(worst)} × as long as a filtered page at most (goal: ${GOAL} ×)`, worst <= GOAL);
});

async function member(client, mint, count) {
  const { rows } = await client.query(NEWCOMER, [`member of ${count}`]);
  const [{ id }] = rows;
  await client.query(ROLE, [id]);
  await client.query(JOIN, [id, count]);
  return (await signIn(client, mint, [id])).get(id);
}

/** The medians of both. What disturbs the machine disturbs both. */
async function inTurn(one, other) {
  const times = [[], []];
  for (let time = 0; time < TIMES; time++) {
    times[0].push(await one());
    times[1].push(await other());
  }
  return times.map(median);
}
