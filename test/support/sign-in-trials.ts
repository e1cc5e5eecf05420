import { enableSecondFactor } from './authenticator.js';
import type { Answer } from './client.js';
import { PASSWORD, type Person } from './people.js';
import type { Show, SignInWay, Stage } from './sign-in-ways.js';

/** What every trial has: one way, prepared for somebody of its own. */
interface Trial extends Stage, Show {
  person: Person;
  /** Changes the account whose way in it is. */
  change: (method: 'PATCH' | 'DELETE', under: string, fields?: object) => Promise<void>;
  /** What a caller gets who shows the right thing now, and asks a route with it. */
  reach: (path: string) => Promise<string>;
}

const OWN_LIMIT = 5;
let places = 0;
/** A network of its own, as a proxy tells of it. */
const somewhere = () => ({ 'X-Forwarded-For': `198.51.100.${(++places % 250) + 1}` });

/** What is tried with every way, and what is written down of it. */
export const TRIALS: Record<string, (trial: Trial) => Promise<string>> = {
  gives: async ({ bearer, right, app }) => {
    if (bearer) return 'an identity';
    const answer = await right(somewhere());
    const token = tokenIn(answer);
    if (token === null) return `nothing (${answer.status})`;
    const me = await app.http.get('/users/me', { Authorization: `Bearer ${token}` });
    return me.status === 200 ? 'a session' : said(me);
  },
  'shown wrong': async ({ wrong }) => said(await wrong(somewhere())),
  'wrong too often': async ({ wrong }) => {
    const place = somewhere();
    for (let count = 1; count <= OWN_LIMIT; count++) await wrong(place);
    const { status } = await wrong(place);
    return status === 429 ? `429 after ${OWN_LIMIT}` : 'as before';
  },
  'account disabled': async ({ change, right }) => {
    await change('PATCH', '', { is_active: false });
    return said(await right(somewhere()));
  },
  'account deleted': async ({ change, right }) => {
    await change('DELETE', '', {});
    return said(await right(somewhere()));
  },
  'password must change': async ({ change, reach }) => {
    await change('PATCH', '', { password_must_change: true });
    return reach('/projects');
  },
  'second factor': async ({ person, right }) => {
    await enableSecondFactor(person);
    const answer = await right(somewhere());
    return answer.status === 200 ? 'not asked for' : said(answer);
  },
  'sessions ended': async ({ change, right }) => {
    await change('DELETE', '/sessions');
    return said(await right(somewhere()));
  },
  'password changed': async ({ person, right }) => {
    const input = { current_password: PASSWORD, new_password: 'a third good one for the tests' };
    await person.post('/users/me/password', input);
    return said(await right(somewhere()));
  },
  'roles taken': async ({ change, reach }) => {
    await change('PATCH', '', { roles: [] });
    return reach('/projects');
  },
  recorded: (trial) => eventsOf(trial, trial.right),
  'recorded, wrong': (trial) => eventsOf(trial, trial.wrong),
};

/** Of those that make an account, there is none before. */
const FOR_NEW = ['gives', 'shown wrong', 'wrong too often', 'recorded', 'recorded, wrong'];

/** What takes a password or a session. */
const FOR_PEOPLE = ['password must change', 'second factor', 'sessions ended', 'password changed'];

export type Table = { name: string; cells: string[] }[];

/** Every way, tried in every respect, each time by somebody new. */
export async function signInTable(stage: Stage, admin: Person, ways: readonly SignInWay[]): Promise<Table> {
  const rowOf = async (way: SignInWay) => {
    const cells: string[] = [];
    for (const [name, attempt] of Object.entries(TRIALS)) {
      const applies = (!way.isNew || FOR_NEW.includes(name)) && !(way.isProgram && FOR_PEOPLE.includes(name));
      cells.push(applies ? await attempt(await trialOf(stage, admin, way)) : '–');
    }
    return { name: way.name, cells };
  };
  return Promise.all(ways.map(rowOf));
}

async function trialOf(stage: Stage, admin: Person, way: SignInWay): Promise<Trial> {
  const person = await stage.app.person('Ann');
  const show = await way.prepare(stage, person, admin);
  const reach = async (path: string) => {
    const answer = await show.right(somewhere());
    const token = show.bearer ?? tokenIn(answer);
    if (token === null) return answer.status < 300 ? '–' : said(answer);
    return said(await stage.app.http.get(path, { Authorization: `Bearer ${token}` }));
  };
  const { account = `/users/${person.id}` } = show;
  const change: Trial['change'] = async (method, under, fields) => {
    const answer = await admin.send(method, account + under, fields);
    if (answer.status !== 200) throw new Error(`${method} ${account}${under} answered ${answer.text}`);
  };
  return { ...stage, ...show, person, change, reach };
}

/** The status, and the code of the error if there is one: of the envelope, or bare as OAuth has it. */
function said({ status, body }: Answer): string {
  const { error, error_description: words } = body as unknown as {
    error?: { code: string } | string | null;
    error_description?: string;
  };
  return [status, typeof error === 'string' ? words?.split(':')[0] : error?.code].filter(Boolean).join(' ');
}

/** Of the envelope, or bare as OAuth has it. */
function tokenIn({ body }: Answer): string | null {
  const { access_token: token } = { ...(body as object), ...(body.data as object | null) } as { access_token?: string };
  return token ?? null;
}

async function eventsOf({ app }: Trial, show: Show['right']): Promise<string> {
  const { headers } = await show(somewhere());
  const types = await app.database.query<{ type: string }>(
    'SELECT type FROM events WHERE request_id = $1 ORDER BY id',
    [headers['x-request-id']],
  );
  return types.map(({ type }) => type).join(', ') || 'nothing';
}

const HEAD = `# The ways in

Everything that ends in a session, or in somebody's identity, or that makes or opens an account, and what came of it when a test
tried: \`test/house/sign-in.spec.ts\`. Each cell is by somebody new, who shows what is right unless the heading says otherwise.

- **wrong too often**: from one network, with \`LOGIN_FAILURES_PER_MINUTE=${OWN_LIMIT}\`; *as before* has no limit but that of all requests.
- **password must change**, **roles taken**: what \`GET /projects\` answers to what was got.
- **sessions ended**: by an administrator, all of them; **password changed**: by its owner, in a session.
- **recorded**: the events in the audit log when what is shown is right, or wrong.

`;

/** The table as a page. */
export function signInPage(table: Table): string {
  const lines = [['', ...Object.keys(TRIALS)], ...table.map(({ name, cells }) => [`\`${name}\``, ...cells])];
  const widths = lines[0]?.map((_, at) => Math.max(3, ...lines.map((line) => line[at]?.length ?? 0))) ?? [];
  const [head, ...rest] = lines.map(
    (line) => `| ${line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`,
  );
  return `${HEAD}${[head, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rest].join('\n')}\n`;
}
