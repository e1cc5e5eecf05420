import { relationsNeeded } from '../../src/platform/access/policy.js';
import type { Route } from '../../src/platform/documents/routes.js';
import { type Cast, type Kind, KINDS, type Rows } from './access-cast.js';
import type { Answer } from './client.js';

/** Which row each id in a path is about, by what stands before it. */
const ROW_OF_ID: [RegExp, keyof Rows][] = [
  [/^\/projects\/:id/, 'project'],
  [/^\/tasks\/:id/, 'task'],
  [/^\/labels\/:id/, 'label'],
  [/^\/comments\/:id/, 'comment'],
  [/^\/files\/:id/, 'file'],
  [/^\/webhooks\/:id/, 'webhook'],
  [/^\/articles\/:id/, 'article'],
  [/^\/roles\/:id/, 'role'],
  [/^\/users\/me\/sessions\/:id/, 'session'],
  [/^\/users\/me\/passkeys\/:id/, 'passkey'],
  [/^\/users\/me\/tokens\/:id/, 'token'],
  [/^\/users\/me\/identities\/:id/, 'identity'],
  [/^\/users\/:id/, 'user'],
  [/^\/service-accounts\/:id/, 'service account'],
  [/^\/notifications\/:id/, 'notification'],
  [/^\/reminders\/:id/, 'reminder'],
];

/** The second id of a path. */
const ROW_OF_NAME: Record<string, keyof Rows> = {
  user_id: 'member',
  invitation_id: 'invitation',
  relation_id: 'relation',
  event_id: 'event',
  delivery_id: 'delivery',
  token_id: 'service token',
};

/** The path with ids of rows that are there, so that nothing but access can refuse it. */
export function filled(path: string, rows: Rows, second: Rows = rows): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => {
    if (name === 'provider') return 'corp';
    const row = ROW_OF_NAME[name];
    if (row) return String(second[row]);
    const kind = ROW_OF_ID.find(([pattern]) => pattern.test(path))?.[1];
    if (!kind || name !== 'id')
      throw new Error(`Say in test/support/access-matrix.ts which row :${name} of ${path} is.`);
    return String(rows[kind]);
  });
}

/** What is said to be known by nobody: what is judged last refuses it, so whoever gets so far is let in. */
const NONSENSE = 'no_such_field';

/** Asks a route so that nothing happens: 422 means that the caller was let in, and 415 where it takes no JSON. */
export function knock(route: Route, kind: Kind, { clientOf, rows }: Cast): Promise<Answer> {
  const path = filled(route.path, rows);
  if (route.method === 'GET') return clientOf(kind).get(`${path}?${NONSENSE}=1`);
  // Its body is a file of any kind.
  if (path === '/projects/import') return clientOf(kind).send('POST', `${path}?${NONSENSE}=1`, {});
  return clientOf(kind).send(route.method, path, { [NONSENSE]: 1 });
}

/** A cell of the matrix: `yes`, or the refusal and what was missing. */
export function cellOf({ status, body }: Answer): string {
  const { code = '', details = [] } = body.error ?? {};
  if (status === 415) return 'yes';
  if (status === 422 && details.some(({ field }) => field === NONSENSE)) return 'yes';
  if (code === 'forbidden') return details[0]?.field === 'permission' ? 'permission' : 'relation';
  return code;
}

/** Rules that a service applies to part of what a route takes, with a request that changes nothing. */
export const PARTS: { name: string; ask: (kind: Kind, cast: Cast) => Promise<Answer>; yes: number }[] = [
  {
    name: 'PATCH /projects/:id with owner_id',
    ask: (kind, { clientOf, rows }) =>
      clientOf(kind).send('PATCH', `/projects/${rows.project}`, { owner_id: 999_999_999 }),
    yes: 422,
  },
  {
    name: 'DELETE /projects/:id/members/:user_id of somebody else',
    ask: (kind, { clientOf, people, rows }) => {
      // The owner can't be removed, and nobody may leave here.
      const other = kind === 'owner' ? 999_999_999 : people.owner.id;
      return clientOf(kind).send('DELETE', `/projects/${rows.project}/members/${other}`);
    },
    yes: 409,
  },
  {
    name: 'POST /projects/import with project_id',
    ask: (kind, { clientOf, rows }) =>
      clientOf(kind).send('POST', `/projects/import?dry_run=true&project_id=${rows.project}`, 'title\nWater\n', {
        'Content-Type': 'text/csv',
      }),
    yes: 201,
  },
  // Of two tasks the second isn't there: whoever is told so could have changed the first one.
  {
    name: 'POST /tasks/bulk with changes of a task',
    ask: (kind, { clientOf, rows }) =>
      clientOf(kind).send('POST', '/tasks/bulk', { ids: [rows.task, 999_999_999], changes: { priority: 'low' } }),
    yes: 404,
  },
  {
    name: 'POST /tasks/bulk with delete of a task',
    ask: (kind, { clientOf, rows }) =>
      clientOf(kind).send('POST', '/tasks/bulk', { ids: [rows.task, 999_999_999], delete: true }),
    yes: 404,
  },
];

export type Matrix = Map<string, Record<Kind, string>>;

/** Every route that is not for anyone, and every kind of caller. */
export async function matrixOf(routes: readonly Route[], cast: Cast): Promise<Matrix> {
  const matrix: Matrix = new Map();
  for (const route of routes.filter(({ rule }) => rule?.kind !== 'public')) {
    matrix.set(`${route.method} ${route.path}`, await rowOf((kind) => knock(route, kind, cast).then(cellOf)));
  }
  for (const { name, ask, yes } of PARTS) {
    const isYes = ({ status, body }: Answer) =>
      status === yes || (status === 404 && body.error?.message.includes('member'));
    const cell = async (kind: Kind) => {
      const answer = await ask(kind, cast);
      return isYes(answer) ? 'yes' : cellOf(answer);
    };
    matrix.set(name, await rowOf(cell));
  }
  return matrix;
}

async function rowOf(cell: (kind: Kind) => Promise<string>): Promise<Record<Kind, string>> {
  const cells: [Kind, string][] = [];
  for (const kind of KINDS) cells.push([kind, await cell(kind)]);
  return Object.fromEntries(cells) as Record<Kind, string>;
}

const HEAD = `# Who may do what

Every route that is not for anyone, and every kind of caller. All of them but the administrator hold the role \`user\`; who
*manages all* holds \`manage_all_projects\` besides. They are what the heading says to the one project that the rows of the paths
belong to; the *assignee* is in no project, the comment is the commenter's, the file is the editor's, and whoever must change their
password or is disabled is a manager. A test asks each of these doors and compares: \`test/house/access-matrix.spec.ts\`.

- **yes**: let in.
- **permission**, **relation**: 403 \`forbidden\`; that is what is missing.
- **not_found**: 404, because others must not know that there is such a row.
- The rest is the code of the refusal: 401 \`missing_token\` and \`token_revoked\`, 403 \`password_change_required\` and
  \`invalid_api_key\`.

`;

/** The matrix as a page: a table for each place, a column for each kind of caller. */
export function pageOf(matrix: Matrix): string {
  const placeOf = (name: string) => name.split(/[ /]+/)[1] ?? '';
  const places = [...new Set([...matrix.keys()].map(placeOf))].sort();
  const rowsIn = (place: string) => [...matrix].filter(([name]) => placeOf(name) === place);
  return HEAD + places.map((place) => `## /${place}\n\n${tableOf(rowsIn(place))}`).join('\n');
}

function tableOf(rows: [name: string, cells: Record<Kind, string>][]): string {
  const lines = [['', ...KINDS], ...rows.map(([name, cells]) => [`\`${name}\``, ...KINDS.map((kind) => cells[kind])])];
  const widths = lines[0]?.map((_, at) => Math.max(3, ...lines.map((line) => line[at]?.length ?? 0))) ?? [];
  const [head, ...rest] = lines.map(
    (line) => `| ${line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`,
  );
  return `${[head, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rest].join('\n')}\n`;
}

/** What the policy asks for, of routes about a project or a task: what can be explained. */
export function explained(routes: readonly Route[]): { route: Route; permission: string; of: 'project' | 'task' }[] {
  return routes.flatMap((route) => {
    const { rule } = route;
    if (rule?.kind !== 'permission' || (rule.of !== 'project' && rule.of !== 'task')) return [];
    if (!relationsNeeded(rule.of, rule.permission)) return [];
    return [{ route, permission: rule.permission, of: rule.of }];
  });
}
