import { INVITATION } from '../../src/features/invitations/invitation.entity.js';
import { MemberService } from '../../src/features/members/member.service.js';
import { MailLinkService } from '../../src/features/recovery/mail-link.service.js';
import { NameResolver } from '../../src/platform/outgoing/name-resolver.js';
import { LinkTokens } from '../../src/platform/mail/link-tokens.js';
import type { TestApp } from '../support/app.js';
import type { Person } from '../support/people.js';
import { uploaded } from '../support/files.js';
import { PASSWORD } from '../support/people.js';
import type { Who } from './cases.js';
import { FINGERPRINT, KEYS, OWN, TABLES } from './rows.js';
import type { Pick } from './values.js';

/** What links in mails are for. */
const LINKS = ['password_reset', 'email_change', 'email_confirmation'];

/** Everything that cases refer to: the people, and the rows of the moment. */
export class World {
  readonly cursors: string[] = [];
  /** What was deleted, as paths. */
  readonly gone = new Set<string>();
  renewed = 0;
  /** The secret of an address that is somebody's calendar, or was. */
  calendar = 'none';
  private people!: Record<'ordinary' | 'administrator', Person>;

  private constructor(private readonly app: TestApp) {}

  static async around(app: TestApp): Promise<World> {
    const world = new World(app);
    // Nobody is called, whatever address a case gives.
    app.get(NameResolver).resolve = () => Promise.resolve([]);
    world.people = { ordinary: await app.person('Olga Ordinary'), administrator: await app.admin() };
    await world.furnish();
    return world;
  }

  person(who: Who): Person | undefined {
    return who === 'anonymous' ? undefined : this.people[who];
  }

  /** Somebody new in the place of who can't go on: signed out, disabled, deleted. */
  async mend(): Promise<void> {
    for (const who of ['ordinary', 'administrator'] as const) {
      if (await this.isWhole(who)) continue;
      this.renewed++;
      this.people[who] = who === 'ordinary' ? await this.app.person('Olga Ordinary') : await this.app.admin();
    }
  }

  /** Whether this person may still do everything that they could when they were made. */
  private async isWhole(who: 'ordinary' | 'administrator'): Promise<boolean> {
    const { id, sessionId } = this.people[who];
    const [row] = await this.app.database.query<{ whole: boolean }>(
      `SELECT EXISTS (SELECT FROM users u JOIN sessions s ON s.user_id = u.id
         WHERE u.id = $1 AND s.id = $2 AND s.ended_at IS NULL AND u.is_active AND NOT u.password_must_change
           AND (SELECT count(*) FROM user_roles ur JOIN role_permissions rp USING (role_id) WHERE ur.user_id = u.id) >= $3) AS whole`,
      [id, sessionId, who === 'ordinary' ? 12 : 22],
    );
    return row?.whole ?? false;
  }

  /** At least a row of every kind, some of them the ordinary user's. */
  async furnish(): Promise<void> {
    const { ordinary, administrator } = this.people;
    for (const person of [ordinary, administrator]) {
      const project = await person.post('/projects', { name: 'Furniture' });
      const { id } = project.body.data as { id: number };
      const { id: hook } = await this.webhook(person, id);
      await person.patch(`/webhooks/${hook}`, { is_active: false });
      await person.post(`/webhooks/${hook}/ping`);
      await person.post(`/projects/${id}/labels`, { name: 'wooden', color: '#8b5a2b' });
      const task = await person.post(`/projects/${id}/tasks`, { title: 'Chair', assignee_id: administrator.id });
      const other = person === ordinary ? administrator : ordinary;
      await this.app.get(MemberService).join(null, { projectId: id, userId: other.id, role: 'commenter' });
      await person.post(`/projects/${id}/invitations`, { email: `guest.${id}@example.com`, role: 'viewer' });
      const path = `/tasks/${(task.body.data as { id: number }).id}/comments`;
      for (const body of ['Soft?', 'Hard.']) await person.post(path, { body });
      await uploaded(person, task.body.data);
      const list = await person.get(`${path}?limit=1`);
      this.cursors.push((list.body.data as { next_cursor: string }).next_cursor);
    }
    for (const person of [ordinary, administrator]) {
      await person.post('/users/me/tokens', { name: 'furniture' });
      for (const sql of KEYS) await this.app.database.execute(sql, [person.id]);
    }
    const { status, body } = await ordinary.post('/users/me/calendar');
    if (status < 300) this.calendar = /([\w-]{43})\.ics$/.exec((body.data as { url: string }).url)?.[1] ?? 'none';
    const bot = await administrator.post('/service-accounts', { display_name: 'Bot' });
    await administrator.post(`/service-accounts/${(bot.body.data as { id: number }).id}/tokens`, { name: 'furniture' });
    await administrator.post('/articles', { title: 'Wood', body: 'It grows.' });
    await administrator.post('/roles', {
      name: `Carpenter ${this.renewed} ${Date.now()}`,
      description: '',
      permissions: [],
    });
  }

  /** It leads nowhere. */
  private async webhook(person: Person, projectId: number): Promise<{ id: number }> {
    const body = { url: 'https://receiver.invalid/', types: ['ping'] };
    return (await person.post(`/projects/${projectId}/webhooks`, body)).body.data;
  }

  /** Puts the world into a value, however deep. */
  async resolve(value: unknown, who: Who): Promise<unknown> {
    if (Array.isArray(value)) return Promise.all(value.map((inner) => this.resolve(inner, who)));
    if (typeof value !== 'object' || value === null) return value;
    if (isPick(value)) return this.withMore(value, await this.picked(value, who));
    const entries = Object.entries(value).map(async ([key, inner]) => [key, await this.resolve(inner, who)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  private withMore({ after }: Pick, picked: unknown): unknown {
    return after === undefined ? picked : `${String(picked)}${after}`;
  }

  private async picked(value: Pick, who: Who): Promise<unknown> {
    if (value.$pick === 'password') return PASSWORD;
    if (value.$pick === 'email') return this.person(who)?.email ?? 'nobody@example.com';
    if (value.$pick === 'refresh_token') return this.refreshToken(who);
    if (value.$pick === 'link token') return this.linkToken(who, LINKS[value.nth % LINKS.length] ?? '');
    if (value.$pick === 'invitation token') return this.invitationToken();
    if (value.$pick === 'foreign cursor') return this.cursors[value.nth % this.cursors.length];
    if (value.$pick === 'altered cursor') return `${this.cursors[value.nth % this.cursors.length]?.slice(0, -2)}zz`;
    return this.idOf(value.$pick, value.nth, this.person(who)?.id ?? 0);
  }

  /** A fresh one each time, for it works once. */
  private async refreshToken(who: Who): Promise<string> {
    const { email = '' } = this.person(who) ?? {};
    const { body } = await this.app.http.post('/auth/login', { email, password: PASSWORD });
    return (body.data as { refresh_token?: string } | null)?.refresh_token ?? 'none';
  }

  private async linkToken(who: Who, purpose: string): Promise<string> {
    const { id: userId, email } = this.person(who) ?? this.people.ordinary;
    const links = this.app.get(MailLinkService);
    const link = await links.issue({ userId, purpose, minutes: 30, email: `new.${email}` });
    return link ? (links.urlOf(link, '').split('#token=')[1] ?? '') : 'none';
  }

  /** Of the newest invitation, which somebody may have accepted or cancelled when it is sent. */
  private async invitationToken(): Promise<string> {
    const [row] = await this.app.database.query<{ salt: Buffer; tokenHash: Buffer }>(
      'SELECT salt, token_hash AS "tokenHash" FROM invitations ORDER BY id DESC LIMIT 1',
    );
    return row ? (this.app.get(LinkTokens).urlOf(INVITATION, row, '').split('#token=')[1] ?? '') : 'none';
  }

  async fingerprint(): Promise<string> {
    const [row] = await this.app.database.query<{ print: string }>(`SELECT ${FINGERPRINT} AS print`);
    return row?.print ?? '';
  }

  /** Whether a row in the path is related to this person as the description demands. */
  async isRelated(kind: string, id: unknown, userId: number, relations: string[]): Promise<boolean> {
    const author = kind === 'file' ? 'f.author_id' : 'c.author_id';
    const columns: Record<string, string> = { assignee: 't.assignee_id', author, moderator: MODERATOR };
    const isOne = relations.map((one) => (columns[one] ? `${columns[one]} = $2` : hasRole(one))).join(' OR ');
    const from: Record<string, string> = {
      project: 'projects p',
      task: 'tasks t JOIN projects p ON p.id = t.project_id',
      label: 'labels l JOIN projects p ON p.id = l.project_id',
      webhook: 'webhooks w JOIN projects p ON p.id = w.project_id',
      comment: 'comments c',
      file: 'files f JOIN tasks t ON t.id = f.task_id JOIN projects p ON p.id = t.project_id',
    };
    const letter = { project: 'p', task: 't', label: 'l', comment: 'c', file: 'f', webhook: 'w' }[kind];
    const [row] = await this.app.database.query<{ related: boolean }>(
      `SELECT coalesce(${isOne}, false) AS related FROM ${from[kind]} WHERE ${letter}.id = $1`,
      [id, userId],
    );
    return row?.related ?? false;
  }

  async permissionsOf(userId: number): Promise<string[]> {
    const rows = await this.app.database.query<{ name: string }>(
      `SELECT DISTINCT p.name FROM user_roles ur JOIN role_permissions rp USING (role_id)
         JOIN permissions p ON p.id = rp.permission_id WHERE ur.user_id = $1`,
      [userId],
    );
    return rows.map(({ name }) => name);
  }

  /** One's own or anybody's, the newest more often than chance. */
  private async idOf(kind: string, nth: number, userId: number): Promise<number> {
    const table = TABLES[kind];
    if (!table) return 1;
    const own = OWN[kind];
    const first = own && nth % 2 === 0 ? `${own} = $2` : '$2::bigint IS NULL';
    const sql = `SELECT id FROM ${table} ORDER BY (${first}) DESC NULLS LAST, id DESC OFFSET $1::int % 6 LIMIT 1`;
    const [row] = await this.app.database.query<{ id: number }>(sql, [nth, userId]);
    return row?.id ?? 1;
  }
}

/** Equal to those who manage all projects. */
const MODERATOR = `(SELECT ur.user_id FROM user_roles ur JOIN role_permissions rp USING (role_id)
  JOIN permissions p ON p.id = rp.permission_id WHERE ur.user_id = $2 AND p.name = 'manage_all_projects' LIMIT 1)`;

const ROLES = ['viewer', 'commenter', 'editor', 'manager', 'owner'];

/** The person has this role in the project, or a higher one. */
function hasRole(least: string): string {
  const enough = ROLES.slice(ROLES.indexOf(least)).map((role) => `'${role}'`);
  return `EXISTS (SELECT FROM project_members m WHERE m.project_id = p.id AND m.user_id = $2 AND m.role IN (${enough.join()}))`;
}

function isPick(value: unknown): value is Pick {
  return typeof value === 'object' && value !== null && '$pick' in value && !('extra' in value);
}
