import { setTimeout as sleep } from 'node:timers/promises';
import { check, checkLists, JOIN, walk } from './feed.mjs';
import { Follower } from './follower.mjs';
import { checkRows } from './kills.mjs';
import { ask, insist } from './stand.mjs';

const WRITERS = 4;
const FOLLOWERS = 6;
const AROUND = { todo: 'in_progress', in_progress: 'done', done: 'todo' };
export const CREW = Array.from({ length: WRITERS + FOLLOWERS }, (_, n) => `person-${n}`);

/** People who write, read and follow in one project, at two instances. */
export class Crew {
  isOver = false;
  acknowledged = [];
  /** Each acknowledged write: at which port, when it was asked for, and when it was answered. */
  times = [];
  /** Answers above 499, by status and code. */
  refusals = {};
  /** Connections that nobody took, or that ended without an answer. */
  unanswered = 0;
  reads = 0;
  slowestMs = 0;

  /** @param ports what says the port of each instance now */
  static async start(stand, ports, people) {
    const crew = Object.assign(new Crew(), { ports, owner: people[0] });
    stand.atEnd(() => (crew.isOver = true));
    await crew.#makeProject(stand, people);
    const [writers, readers] = [people.slice(0, WRITERS), people.slice(WRITERS)];
    crew.assigneeId = Number(readers[0].id);
    const numbers = new Map();
    crew.followers = readers.map((reader) => new Follower({ ...reader, ports, projectId: crew.projectId, numbers }));
    crew.work = [...writers.map((writer, nth) => crew.#write(writer, nth)), ...ports.map((port) => crew.#read(port))];
    return crew;
  }

  async stop() {
    this.isOver = true;
    await Promise.all(this.work);
  }

  /** Every acknowledged write is there once, and everybody has the same. */
  async check(stand, verdict) {
    await stand.settled();
    await checkRows(stand, verdict, this.acknowledged);
    const shown = { port: this.ports[0](), token: this.owner.token, projectId: this.projectId };
    const walked = await walk(shown);
    for (const follower of this.followers) await check(verdict, follower, walked);
    await checkLists(verdict, walked.things, shown);
    await Promise.all(this.followers.map((follower) => follower.stop()));
    return walked;
  }

  sum(of) {
    return this.followers.reduce((total, follower) => total + follower[of], 0);
  }

  async #makeProject(stand, people) {
    const { token } = this.owner;
    const headers = { 'Idempotency-Key': 'project' };
    const made = await ask(this.ports[0](), 'POST', '/projects', { token, body: { name: 'Garden' }, headers });
    this.projectId = made.data.id;
    await stand.rows(JOIN, [this.projectId, people.slice(1).map(({ id }) => id)]);
    for (const [nth, { id }] of people.entries()) {
      const body = { role: nth < WRITERS ? 'editor' : 'viewer' };
      if (nth > 0) await ask(this.ports[0](), 'PATCH', `/projects/${this.projectId}/members/${id}`, { token, body });
    }
  }

  /** Tasks, steps of their status, comments: each POST has a key, and is repeated until somebody answers for it. */
  async #write({ token }, nth) {
    const own = nth % 2 === 0 ? this.ports : this.ports.toReversed();
    const post = async (path, key, body) => {
      const seen = (...answer) => this.#seen(...answer);
      const { data, status, error } = await insist(own, path, { token, body, key: `${nth}-${key}`, seen });
      if (!data) throw new Error(`POST ${path} answered ${status} ${error?.code}`);
      return data;
    };
    for (let round = 0; !this.isOver; round++) {
      const title = `Task ${nth}-${round}`;
      const body = { title, assignee_id: this.assigneeId };
      const task = await post(`/projects/${this.projectId}/tasks`, `task-${round}`, body);
      this.acknowledged.push({ table: 'tasks', column: 'title', id: task.id, text: title });
      const said = `Comment ${nth}-${round}`;
      const comment = await post(`/tasks/${task.id}/comments`, `comment-${round}`, { body: said });
      this.acknowledged.push({ table: 'comments', column: 'body', id: comment.id, text: said });
      const change = { token, body: { status: AROUND[task.status] } };
      const moved = await this.#once(this.ports[round % 2](), 'PATCH', `/tasks/${task.id}`, change);
      if (moved?.status === 200)
        this.acknowledged.push({ table: 'tasks', column: 'status', id: task.id, text: 'in_progress' });
    }
  }

  async #read(port) {
    const { token } = this.owner;
    for (let round = 0; !this.isOver; round++) {
      const paths = ['/tasks?limit=20', `/projects/${this.projectId}/tasks?limit=20`, `/projects/${this.projectId}`];
      if (await this.#once(port(), 'GET', paths[round % paths.length], { token })) this.reads++;
      await sleep(20);
    }
  }

  /** Asked once; nothing where nobody answers. */
  async #once(port, method, path, options) {
    const began = performance.now();
    const answer = await ask(port, method, path, { ...options, limitMs: 15_000 }).catch(() => null);
    this.#seen(answer, began, port, method);
    return answer;
  }

  #seen(answer, began, port, method = 'POST') {
    if (!answer) return void this.unanswered++;
    const ended = performance.now();
    this.slowestMs = Math.max(this.slowestMs, ended - began);
    const refusal = `${answer.status} ${answer.error?.code}`;
    if (answer.status >= 500) this.refusals[refusal] = (this.refusals[refusal] ?? 0) + 1;
    if (answer.status < 300 && method !== 'GET') this.times.push({ port, began, ended });
  }
}
