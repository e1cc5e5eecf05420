import * as fc from 'fast-check';
import type { TestApp } from '../support/app.js';
import { checkAnswer } from '../support/answers.js';
import { multipart, MULTIPART } from '../support/files.js';
import type { Answer } from '../support/client.js';
import { type Case, casesOf, kindOf } from './cases.js';
import { type Operation, readOperations } from './operations.js';
import { send, type RawRequest } from './wire.js';
import { World } from './world.js';

export interface Outcome {
  cases: number;
  statuses: Record<string, number>;
  gone: number;
  renewed: number;
  findings: string[];
}

const FURNISH_EVERY = 40;
const SAY_EVERY = 500;
/** What nobody may learn about a request that nobody may make. */
const AFTER_THE_DOOR = new Set([400, 413, 415, 422]);

/**
 * Plays so many cases, every operation in turn, one at a time.
 *
 * @param say hears of each finding at once, and now and then how far it is: a run that is cut short has said what it found
 */
export async function fuzz(app: TestApp, count: number, seed: number, say: (line: string) => void): Promise<Outcome> {
  const operations = readOperations();
  const each = Math.ceil(count / operations.length);
  const decks = operations.map((operation) => fc.sample(casesOf(operation), { numRuns: each, seed }));
  const world = await World.around(app);
  const outcome: Outcome = { cases: 0, statuses: {}, gone: 0, renewed: 0, findings: [] };
  const run = new Run(app, world, outcome, say);
  for (let round = 0; outcome.cases < count; round++) {
    for (const deck of decks.slice(0, count - outcome.cases)) {
      if (outcome.cases % FURNISH_EVERY === 0) await world.furnish();
      await run.play(deck[round] as Case);
      outcome.cases++;
      if (outcome.cases % SAY_EVERY === 0)
        say(`${outcome.cases} of ${count} cases, ${outcome.findings.length} findings`);
    }
  }
  await run.checkGone();
  return { ...outcome, gone: world.gone.size, renewed: world.renewed };
}

class Run {
  constructor(
    private readonly app: TestApp,
    private readonly world: World,
    private readonly outcome: Outcome,
    private readonly say: (line: string) => void,
  ) {}

  async play(given: Case): Promise<void> {
    const id = await this.world.resolve(given.id, given.who);
    const sent = await this.requestOf(given, id);
    const before = await this.world.fingerprint();
    const isRelated = await this.isRelated(given, id);
    const answer = await send(this.app.url, { ...sent, path: targetOf(given, sent.path) });
    const { status } = answer;
    this.outcome.statuses[status] = (this.outcome.statuses[status] ?? 0) + 1;
    const problems = [
      typeof given.target === 'object' ? misplaced(answer) : conformity(sent, answer),
      door(given, answer),
      wrongness(given, answer),
    ];
    if (status < 400) problems.push(await this.permission(given, isRelated));
    else if (before !== (await this.world.fingerprint())) problems.push('was refused, and changed something');
    await this.remember(given, sent, answer);
    await this.world.mend();
    const found = problems.filter((problem) => problem !== null);
    if (found.length > 0) this.finding(story(given, sent, answer, found));
  }

  /** What was deleted stays gone, whatever was sent after it. */
  async checkGone(): Promise<void> {
    const token = this.world.person('administrator')?.token ?? '';
    for (const path of this.world.gone) {
      const headers = { authorization: `Bearer ${token}` };
      const { status } = await send(this.app.url, { method: 'GET', path, headers, body: null });
      if (status !== 404) this.finding(`GET ${path} answered ${status} after it had been deleted`);
    }
  }

  private finding(story: string): void {
    this.outcome.findings.push(story);
    this.say(story);
  }

  private async requestOf(given: Case, id: unknown): Promise<RawRequest> {
    const { operation, who, query } = given;
    const values = await Promise.all(
      query.map(async ([name, value]) => `${encodeURIComponent(name)}=${encode(await this.world.resolve(value, who))}`),
    );
    const [, kind = 'user'] = /\{(\w+)_id\}/.exec(operation.path) ?? [];
    const second = await this.world.resolve({ $pick: kind, nth: typeof id === 'number' ? id % 6 : 0 }, who);
    const place = operation.path
      .replace('{id}', String(id))
      .replace(/\{\w+_id\}/, String(second))
      .replace('{provider}', 'corp')
      .replace('{token}', this.world.calendar);
    const path = place + (values.length > 0 ? `?${values.join('&')}` : '');
    const token = given.around ? this.alteredToken(given.around) : this.world.person(who)?.token;
    const body = ['GET', 'HEAD', 'TRACE'].includes(given.method) ? null : await this.bodyOf(given);
    const type = typeOf(operation);
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': type }),
      ...(given.headers as Record<string, string>),
    };
    return { method: given.method, path, headers, body };
  }

  private alteredToken({ before, after }: { before: string; after: string }): string {
    return `${before}${this.world.person('administrator')?.token ?? ''}${after}`;
  }

  private async bodyOf({ raw, body, who, operation, unknownField }: Case): Promise<Buffer | null> {
    if (raw !== null) return Buffer.from(raw, 'base64');
    if (body === undefined) return null;
    const resolved = (await this.world.resolve(body, who)) as Record<string, unknown>;
    if (operation.isMultipart) return partsOf({ ...resolved, ...(unknownField !== null && { [unknownField]: 'x' }) });
    if (operation.isForm) {
      const fields = Object.entries(resolved).map(([name, value]) => [name, String(value).toWellFormed()]);
      return Buffer.from(
        new URLSearchParams([...fields, ...(unknownField ? [[unknownField, '1']] : [])] as [
          string,
          string,
        ][]).toString(),
      );
    }
    const text = JSON.stringify(resolved);
    if (unknownField === null) return Buffer.from(text);
    return Buffer.from(`${text.slice(0, -1)}${text === '{}' ? '' : ','}${JSON.stringify(unknownField)}:1}`);
  }

  private async isRelated({ operation, who, method }: Case, id: unknown): Promise<boolean> {
    const person = this.world.person(who);
    if (!person || operation.relations.length === 0 || typeof id !== 'number' || method !== operation.method)
      return true;
    const permissions = await this.world.permissionsOf(person.id);
    if (permissions.includes('manage_all_projects')) return true;
    return this.world.isRelated(kindOf(operation), id, person.id, operation.relations);
  }

  /** Somebody who was let in must have been allowed to. */
  private async permission({ operation, who, method }: Case, isRelated: boolean): Promise<string | null> {
    if (method !== operation.method) return null;
    if (!isRelated) return 'let somebody in who is not related to the row';
    const person = this.world.person(who);
    if (who !== 'ordinary' || !operation.permission || !person) return null;
    const permissions = await this.world.permissionsOf(person.id);
    return permissions.includes(operation.permission) ? null : `let somebody in without ${operation.permission}`;
  }

  private async remember({ operation, method }: Case, { path }: RawRequest, { status, body }: Answer): Promise<void> {
    const plain = path.split('?', 1)[0] ?? '';
    if (method === 'DELETE' && status === 200 && isReadable(operation)) {
      this.world.gone.add(plain);
      const token = this.world.person('administrator')?.token ?? '';
      const patch = { method: 'PATCH', path: plain, headers: { authorization: `Bearer ${token}` }, body: null };
      const { status: after } = await send(this.app.url, patch);
      if (![401, 403, 404].includes(after)) this.finding(`PATCH ${plain} answered ${after} after its DELETE`);
    }
    const { next_cursor: cursor } = ((body as { data?: unknown }).data ?? {}) as { next_cursor?: string };
    if (cursor && operation.path.includes('comments')) this.world.cursors.push(cursor);
  }
}

function typeOf({ isForm, isMultipart }: Operation): string {
  if (isMultipart) return MULTIPART['Content-Type'];
  return isForm ? 'application/x-www-form-urlencoded' : 'application/json';
}

function partsOf(fields: object): Buffer {
  const parts = Object.entries(fields).map(([name, value]) => ({ name, filename: 'a.txt', content: String(value) }));
  return multipart(...parts);
}

const isReadable = ({ path }: Operation) => /^\/(projects|tasks|articles|roles|users)\/\{id\}$/.test(path);

function targetOf({ target }: Case, path: string): string {
  if (target === 'plain') return path;
  if (target === 'absolute') return `http://fasttrack.example${path}`;
  if (target === 'encoded')
    return path.replaceAll(/\/([a-z])/g, (_, letter: string) => `/%${letter.charCodeAt(0).toString(16)}`);
  return target.path;
}

function encode(value: unknown): string {
  return encodeURIComponent(String(value).toWellFormed());
}

function conformity({ method, path }: RawRequest, answer: Answer): string | null {
  if (answer.status >= 500) return `answered ${answer.status}`;
  // Queries that are longer than a head may be reach no route.
  if (answer.status === 431 && path.length > 8_000) return null;
  if (answer.status === 429 && !answer.headers['retry-after']) return '429 without Retry-After';
  if (answer.status === 401 && !answer.headers['www-authenticate']) return '401 without WWW-Authenticate';
  try {
    checkAnswer(method, path, answer);
    return null;
  } catch (error) {
    return (error as Error).message.slice(0, 400);
  }
}

/** Nobody knows such a place; what it is called stands in the answer as everywhere. */
function misplaced({ status, body, text }: Answer): string | null {
  if (status !== 400 && status !== 404 && status !== 405) return `answered ${status}`;
  return text === '' || 'error' in body ? null : 'answered without the envelope';
}

/** Nobody without a token learns more than that they need one. */
function door({ operation, who, method }: Case, { status, body }: Answer): string | null {
  if (body.error?.code === 'malformed_request') return null; // what is no request has no route that could be closed
  if (who !== 'anonymous' || operation.needs === null || method !== operation.method) return null;
  return status < 400 || AFTER_THE_DOOR.has(status) ? `answered ${status} to somebody unknown` : null;
}

function wrongness({ isWrong, twist }: Case, { status }: Answer): string | null {
  return isWrong && status < 400 ? `took what is wrong: ${twist}` : null;
}

function story(
  { who, twist }: Case,
  { method, path, headers, body }: RawRequest,
  answer: Answer,
  found: string[],
): string {
  const { authorization: _, ...others } = headers;
  const sent = `${JSON.stringify(others).slice(0, 200)} ${body?.toString().slice(0, 300) ?? ''}`;
  return `${found.join('; ')}\n  ${method} ${path.slice(0, 200)} by ${who} (${twist}) ${sent}\n  → ${answer.status} ${answer.text.slice(0, 300)}`;
}
