import { setTimeout as sleep } from 'node:timers/promises';
import { wire } from './load/connection.mjs';
import { figure, percentile } from './report/figures.mjs';
import { withAudience } from './stage/audience.mjs';
import { say } from './stage/stage.mjs';

const CHANGE_GOAL_MS = 50;
const LAG_GOAL_MS = 100;
const WARM_CHANGES = 20;
const CHANGES = 40;
const PAUSE_MS = 150;
const SETTLE_MS = 2_000;
/** How many changes one request makes, where it makes several. */
const TOGETHER = 10;
const TITLE = 'W9 changes to followers';

const JOIN = `
  INSERT INTO project_members (project_id, user_id, role) SELECT $1, unnest($2::bigint[]), 'viewer' ON CONFLICT DO NOTHING`;
const TASKS = 'SELECT id, project_id AS "projectId" FROM tasks WHERE project_id = ANY ($1) ORDER BY number, project_id';

/** W9: one change to a thousand followers of a project, and many changes in many projects with as many followers. */
export async function measureFollowers(stage, options) {
  const size = options.quick
    ? { followers: 100, projects: 10, rate: 50, seconds: 3 }
    : { followers: 1_000, projects: 50, rate: 500, seconds: 10 };
  return [...(await oneChange(stage, size)), ...(await manyChanges(stage, size, options))];
}

/** Of several people, with several sockets each. */
function oneChange(stage, { followers: count }) {
  return withAudience(stage, 'followers', async ({ port }, audience) => {
    const [owner, ...others] = stage.players.readers;
    const projectId = Number(owner.projects[0]);
    await stage.client.query(JOIN, [projectId, others.map(({ id }) => id)]);
    const { rows: tasks } = await stage.client.query(TASKS, [[projectId]]);
    const { readers } = stage.players;
    const followers = Array.from({ length: count }, (_, nth) => ({
      projectId,
      token: readers[nth % readers.length].token,
    }));
    const { elapsedMs } = await audience.ask({ order: 'follow', port, followers });
    say(`W9: ${count} sockets of ${readers.length} people follow a project after ${figure(elapsedMs)} ms`);
    await sleep(SETTLE_MS);
    const bursts = [];
    for (let index = 0; index < WARM_CHANGES + CHANGES; index++) {
      const { id } = tasks[index % tasks.length];
      const request = wire('PATCH', `/tasks/${id}`, { token: owner.token, body: { title: `Changed ${index}` } });
      const result = await audience.ask({ order: 'burst', port, request, status: 200 });
      if (index >= WARM_CHANGES) bursts.push(result);
      await sleep(PAUSE_MS);
    }
    const heard = sorted(bursts.flatMap(({ heardMs }) => heardMs));
    const after = sorted(bursts.flatMap(({ heardMs, answeredMs }) => heardMs.map((ms) => ms - answeredMs)));
    return [
      line(`p50 from sending the request to receipt, ${count} followers`, percentile(heard, 0.5)),
      line(`p99 from sending the request to receipt, ${count} followers`, percentile(heard, 0.99)),
      line(`p99 from the answer, right after the commit, to receipt`, percentile(after, 0.99), CHANGE_GOAL_MS),
    ];
  });
}

/** Each change by a request of its own, and ten in one: then the requests cost little, and the feed does the same work. */
function manyChanges(stage, size, { connections }) {
  return withFollowed(stage, size, async (streamAt) => {
    const lines = [];
    for (const together of [1, TOGETHER]) {
      const { lags, pace, messages, changes } = await streamAt({ ...size, connections, together });
      const what = together === 1 ? 'changes one by one' : `changes by ${together} in a request`;
      const words = `${what} (${figure(pace)} a second over ${size.projects} projects, ${size.followers} followers)`;
      say(`W9: ${messages} messages of ${changes} ${what}`);
      lines.push(
        line(`${words}: p50 from the answer to receipt`, percentile(lags, 0.5)),
        line(`${words}: p99 from the answer to receipt`, percentile(lags, 0.99), LAG_GOAL_MS),
      );
    }
    return lines;
  });
}

/**
 * So many sockets that follow so many projects, each as its owner; `play` is given how to write at some pace, so many
 * changes `together` in a request.
 */
export function withFollowed(stage, { followers: count, projects: wanted }, play) {
  return withAudience(stage, 'many-changes', async ({ port }, audience, writers) => {
    const projects = stage.players.readers
      .flatMap(({ token, projects: own }) => own.map((id) => ({ token, projectId: Number(id) })))
      .slice(0, wanted);
    const { rows: tasks } = await stage.client.query(TASKS, [projects.map(({ projectId }) => projectId)]);
    const followers = Array.from({ length: count }, (_, nth) => projects[nth % projects.length]);
    await audience.ask({ order: 'follow', port, followers });
    return play(({ together = 1, ...order }) =>
      streamed({ audience, writers, port, targets: targetsOf(projects, tasks, together), together }, order),
    );
  });
}

/** What one request changes: so many tasks of one project. Neighbours are of different projects. */
function targetsOf(projects, tasks, together) {
  const targets = projects.flatMap(({ projectId, token }) => {
    const ids = tasks.filter((task) => Number(task.projectId) === projectId).map(({ id }) => Number(id));
    return Array.from({ length: Math.floor(ids.length / together) }, (_, nth) => ({
      nth,
      token,
      ids: ids.slice(nth * together, (nth + 1) * together),
    }));
  });
  return targets.sort((one, other) => one.nth - other.nth);
}

/** After a second that warms up: what was heard when, counted from the answer, and what was answered when, from when it was due. */
async function streamed({ audience, writers, port, targets, together }, { rate, seconds, connections }) {
  const requestRate = rate / together;
  const each = { order: 'stream', port, targets, rate: requestRate, connections };
  await writers.ask({ ...each, seconds: 1 });
  await sleep(SETTLE_MS);
  await audience.ask({ order: 'listened' });
  const { answers, first, startedAt, elapsedMs } = await writers.ask({ ...each, seconds });
  await sleep(SETTLE_MS);
  const { hearings } = await audience.ask({ order: 'listened' });
  const answeredAt = new Map(answers);
  return {
    lags: sorted(hearings.map(([number, at]) => at - answeredAt.get(number))),
    delays: sorted(answers.map(([number, at]) => at - startedAt - ((number - first) * 1000) / requestRate)),
    pace: (answers.length * together * 1000) / elapsedMs,
    messages: hearings.length,
    changes: answers.length * together,
  };
}

const sorted = (values) => Float64Array.from(values).sort();

function line(words, value, goal) {
  const cells = [TITLE, words, `${figure(value)} ms`, goal === undefined ? '' : `≤ ${goal} ms`];
  return { title: TITLE, met: goal === undefined || value <= goal, cells };
}
