import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { page } from './visible.mjs';

const PROJECT = '/projects/1';
const PAUSE_MS = 150;

/** Everybody may write in the garden; the first one owns it. */
export async function join([owner, ...others]) {
  for (const { token, url } of others) {
    const me = JSON.parse((await page(url, token, '/users/me')).slice(4)).data;
    await owner.ask('PATCH', `${PROJECT}/members/${me.id}`, { role: 'editor' });
  }
}

/** Somebody who makes a task, comments on it, adds a file and begins to work on it, again and again, one after the other. */
export class Writer {
  isOver = false;
  /** Each write, in its order: when it was begun and answered, and how to see whether it is there. */
  done = [];
  /** Tasks that are through, and how they were shown. */
  shown = new Map();

  constructor(url, token, round) {
    Object.assign(this, { url, token, round });
  }

  stop() {
    this.isOver = true;
  }

  async ask(method, path, body, type = 'application/json') {
    const headers = { Authorization: `Bearer ${this.token}`, 'Content-Type': type };
    const content = type === 'application/json' ? JSON.stringify(body) : body;
    const answer = await (await fetch(this.url + path, { method, headers, body: content })).json();
    if (!answer.data) throw new Error(`${method} ${path}: ${JSON.stringify(answer.error)}`);
    return answer.data;
  }

  async work() {
    for (let nth = 1; !this.isOver; nth++) {
      const task = await this.#does(({ id }) => `/tasks/${id}`, 'POST', `${PROJECT}/tasks`, {
        title: `Round ${this.round}, ${nth}`,
      });
      const path = `/tasks/${task.id}`;
      const comment = await this.#does(() => `${path}/comments`, 'POST', `${path}/comments`, {
        body: `Comment ${nth}`,
      });
      const form = new FormData();
      form.append('file', new Blob([randomBytes(2_000)]), 'a.bin');
      await this.#sends(path, form);
      await this.#does(() => path, 'PATCH', path, { status: 'in_progress' });
      this.done.at(-1).holds = (text) => text.includes('"in_progress"');
      this.done.at(-3).holds = (text) => text.includes(`"body":${JSON.stringify(comment.body)}`);
      for (const each of [path, `${path}/comments`, `${path}/files`])
        this.shown.set(each, { text: await page(this.url, this.token, each), last: this.done.length });
      await sleep(PAUSE_MS);
    }
  }

  async #does(where, ...request) {
    const begun = performance.now();
    const data = await this.ask(...request);
    this.done.push({ begun, answered: performance.now(), path: where(data), holds: () => true });
    return data;
  }

  async #sends(path, form) {
    const begun = performance.now();
    const headers = { Authorization: `Bearer ${this.token}` };
    const answer = await (await fetch(`${this.url}${path}/files`, { method: 'POST', headers, body: form })).json();
    if (!answer.data) throw new Error(`POST ${path}/files: ${JSON.stringify(answer.error)}`);
    const { id } = [answer.data].flat()[0] ?? answer.data;
    this.done.push({ begun, answered: performance.now(), path: `/files/${id}/content`, holds: () => true });
  }

  /** What the restored one holds of it: the first writes, up to a moment while the backup was made. */
  async compare(url, verdict, sum, { begun, ended }) {
    const isThere = [];
    for (const { path, holds } of this.done) {
      const text = await page(url, this.token, path);
      isThere.push(text.startsWith('200 ') && holds(text));
    }
    const kept = isThere.indexOf(false) < 0 ? isThere.length : isThere.indexOf(false);
    verdict.require(
      !isThere.slice(kept).includes(true),
      `a write is there, and one before it is not (${kept} of ${isThere.length})`,
    );
    const first = this.done.filter(({ answered }) => answered < begun).length;
    const last = this.done.filter((write) => write.begun < ended).length;
    verdict.require(kept >= first && kept <= last, `${kept} writes are there; ${first} to ${last} should be`);
    for (const [path, shown] of this.shown) {
      if (shown.last > kept) continue;
      const now = await page(url, this.token, path);
      verdict.require(now === shown.text, `${path} shows ${now.slice(0, 300)}; it was ${shown.text.slice(0, 300)}`);
    }
    sum.done += this.done.length;
    sum.kept += kept;
    sum.later += this.done.length - last;
  }
}
