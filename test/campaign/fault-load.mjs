import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './stand.mjs';

const PAUSE_MS = 25;
/** Longer than the program may take to give up on its database by itself. */
const ANSWER_LIMIT_MS = 20_000;

/**
 * People who read and write all the time, on both instances in turn, and compare each answer with what only they may be
 * told. A write has a key and is repeated until somebody answers for it.
 */
export class FaultLoad {
  #isOver = false;
  #running = [];
  #answers = [];
  acknowledged = [];
  mixedUp = [];

  constructor(servers, listenerId) {
    this.servers = servers;
    this.listenerId = listenerId;
  }

  start(people) {
    this.#running = people.map((person, nth) => this.#live(person, nth));
  }

  async stop() {
    this.#isOver = true;
    await Promise.all(this.#running);
  }

  /** What has been answered since, and begins to count anew. */
  take() {
    return this.#answers.splice(0);
  }

  async #live(person, nth) {
    const project = await this.#write(person, '/projects', { name: `Project of ${person.id}` });
    for (let round = 0; !this.#isOver; round++) {
      const title = `Task ${person.id}-${round}`;
      const task = await this.#write(person, `/projects/${project.id}/tasks`, { title, assignee_id: this.listenerId });
      this.acknowledged.push({ id: task.id, title, projectId: project.id });
      this.#compare(`task ${title}`, [task.title, task.project_id], [title, project.id]);
      await this.#read(person, '/users/me', nth + round, ({ id }) => this.#compare('me', [id], [person.id]));
      await this.#read(person, `/tasks/${task.id}`, nth + round + 1, (seen) =>
        this.#compare(`read ${title}`, [seen.id, seen.title], [task.id, title]),
      );
    }
  }

  async #write(person, path, body) {
    const headers = { 'Idempotency-Key': (body.title ?? body.name).replaceAll(' ', '-') };
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#ask(attempt, 'POST', path, { token: person.token, body, headers });
      if (answer.status === 201) return answer.data;
      const isPassing = answer.status === 0 || answer.status === 409 || answer.status >= 500;
      if (!isPassing || this.#isOver) throw new Error(`${path}: ${answer.status} ${answer.error?.code}`);
    }
  }

  async #read(person, path, turn, compare) {
    const answer = await this.#ask(turn, 'GET', path, { token: person.token });
    if (answer.status === 200) compare(answer.data);
  }

  async #ask(turn, method, path, options) {
    const { port } = this.servers[turn % this.servers.length];
    const began = Date.now();
    const answer = await ask(port, method, path, { ...options, limitMs: ANSWER_LIMIT_MS }).catch(({ message }) => ({
      status: 0,
      error: { code: message },
    }));
    const at = Date.now();
    const hasRetryAfter = /\r\nretry-after: /i.test(answer.head ?? '');
    const isRetry = method === 'POST' && turn > 0;
    this.#answers.push({ at, ms: at - began, status: answer.status, code: answer.error?.code, hasRetryAfter, isRetry });
    await sleep(PAUSE_MS);
    return answer;
  }

  #compare(what, found, expected) {
    if (found.some((value, index) => value !== expected[index])) this.mixedUp.push(`${what}: ${JSON.stringify(found)}`);
  }
}

/** The answers of one fault, told in a line. */
export function judge(verdict, name, answers, endedAt) {
  const failed = answers.filter(({ status }) => status === 0 || status >= 300);
  const byKind = {};
  for (const { status, code } of failed) byKind[`${status} ${code}`] = (byKind[`${status} ${code}`] ?? 0) + 1;
  // Who asks again while the first try still hangs in the database gets 409 (SPEC-008.12).
  const isAllowed = ({ status, code, hasRetryAfter, isRetry }) =>
    (status === 503 && hasRetryAfter) || (status === 409 && code === 'idempotency_in_progress' && isRetry);
  const other = failed.find((answer) => !isAllowed(answer));
  verdict.require(!other, `${name}: answered ${JSON.stringify(other)}`);
  const recoveryMs = Math.max(0, ...failed.map(({ at }) => at - endedAt));
  const slowest = Math.max(0, ...answers.map(({ ms }) => ms));
  return { answered: answers.length, byKind, failed: failed.length, recoveryMs, slowest };
}
