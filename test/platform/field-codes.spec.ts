import { type TestApp, startApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;
let admin: Person;
let tasks: string;

beforeAll(async () => {
  app = await startApp();
  [ann, admin] = [await app.person('Ann'), await app.admin()];
  tasks = `/projects/${(await make.project(ann)).id}/tasks`;
});
afterAll(() => app.stop());

/** `name too_long 200`, of each entry. */
const faults = ({ body }: Answer) =>
  (body.error?.details ?? []).map(({ field, code, limit }) =>
    [field, code, ...(limit === undefined ? [] : [limit])].join(' '),
  );

const x = (count: number) => 'x'.repeat(count);
const largest = Number.MAX_SAFE_INTEGER;

test.each<[string, unknown, string]>([
  ['is not there', undefined, 'required'],
  ['is null', null, 'type'],
  ['is a number', 5, 'type'],
  ['is empty', '', 'too_short 1'],
  ['is blank', '  \n', 'too_short 1'],
  ['shows nothing', '\u200b', 'format'],
  ['has NUL', 'a\0b', 'format'],
  ['is half a character', '\ud83c', 'format'],
  ['is too long', x(201), 'too_long 200'],
  ['is far too long', x(9_000), 'too_long 200'],
])('SPEC-007.57: a name that %s', async (_, name, code) => {
  expect(faults(await ann.post('/projects', { name }))).toEqual([`name ${code}`]);
});

test.each<[object, string]>([
  [{ description: x(20_001) }, 'description too_long 20000'],
  [{ priority: 'urgent' }, 'priority unknown'],
  [{ priority: 2 }, 'priority type'],
  [{ assignee_id: '5' }, 'assignee_id type'],
  [{ assignee_id: 1.5 }, 'assignee_id type'],
  [{ assignee_id: 0 }, 'assignee_id too_small 1'],
  [{ assignee_id: 2 ** 53 }, `assignee_id too_large ${largest}`],
  [{ assignee_id: 987_654_321 }, 'assignee_id unknown'],
  [{ owner_id: 1 }, 'owner_id unknown_field'],
])('SPEC-007.57: a task with %j', async (fields, fault) => {
  expect(faults(await ann.post(tasks, { title: 'Water', ...fields }))).toEqual([fault]);
});

test.each<[string, string]>([
  ['/tasks?limit=0', 'limit too_small 1'],
  ['/tasks?limit=-1', 'limit too_small 1'],
  ['/tasks?limit=101', 'limit too_large 100'],
  [`/tasks?limit=${'9'.repeat(400)}`, 'limit too_large 100'],
  ['/tasks?limit=ten', 'limit type'],
  ['/tasks?limit=', 'limit type'],
  ['/tasks?limit=1&limit=2', 'limit type'],
  ['/tasks?page=2', 'page unknown_field'],
  ['/users/me?page=2', 'page unknown_field'],
  ['/tasks?project_id=0', 'project_id too_small 1'],
  ['/tasks?project_id=garden', 'project_id type'],
  ['/tasks?assignee_id=nobody', 'assignee_id type'],
  ['/tasks?status=todo,waiting', 'status unknown'],
  ['/tasks?status=todo&status=done', 'status type'],
  [`/tasks?cursor=${x(8_001)}`, 'cursor too_long 8000'],
  ['/notifications?is_read=maybe', 'is_read type'],
])('SPEC-007.57: %s', async (path, fault) => {
  expect(faults(await ann.get(path))).toEqual([fault]);
});

test.each<[string, string]>([
  ['since=2026-02-30T12:00:00Z', 'since format'],
  ['since=yesterday', 'since format'],
  ['since=2026-02-01T12:00:00Z&since=2026-02-01T12:00:00Z', 'since type'],
])('SPEC-007.57: a time: %s', async (query, fault) => {
  expect(faults(await admin.get(`/audit/events?${query}`))).toEqual([fault]);
});

test('SPEC-007.57: a registration is told all that is wrong with it', async () => {
  const register = (fields: object) => app.http.post('/auth/register', { display_name: 'Bea', ...fields });
  const email = 'bea@example.com';
  expect(faults(await register({ password: 'short' })).sort()).toEqual(['email required', 'password too_short 8']);
  expect(faults(await register({ email: 'bea', password: x(129) })).sort()).toEqual([
    'email format',
    'password too_long 128',
  ]);
  expect(faults(await register({ email: `${x(250)}@example.com`, password: 7, roles: ['admin'] })).sort()).toEqual([
    'email too_long 254',
    'password type',
    'roles unknown_field',
  ]);
  expect(faults(await register({ email, password: 'a long passphrase', display_name: '' }))).toEqual([
    'display_name too_short 1',
  ]);
});

test('SPEC-007.57: lists of roles and permissions', async () => {
  const roles = async (given: unknown) => faults(await admin.patch(`/users/${ann.id}`, { roles: given }));
  expect(await roles('admin')).toEqual(['roles type']);
  expect(await roles([5])).toEqual(['roles type']);
  expect(await roles(['gardener'])).toEqual(['roles unknown']);
  expect(await roles([x(201)])).toEqual(['roles unknown']);
  expect(await roles(['user', 'user'])).toEqual(['roles format']);
  expect(await roles(Array.from({ length: 101 }, (_, n) => `r${n}`))).toEqual(['roles too_long 100']);
  const role = { name: 'gardener', description: '' };
  expect(faults(await admin.post('/roles', { ...role, permissions: ['water'] }))).toEqual(['permissions unknown']);
  expect(faults(await admin.patch(`/users/${ann.id}`, { is_active: 'false' }))).toEqual(['is_active type']);
});

test('SPEC-007.57: what is no object, a key, and one code of two', async () => {
  expect(faults(await ann.post('/projects', []))).toEqual(['body type']);
  const keyed = async (key: string) => faults(await ann.post('/projects', { name: 'x' }, { 'Idempotency-Key': key }));
  expect(await keyed(x(256))).toEqual(['Idempotency-Key too_long 255']);
  expect(await keyed('a b')).toEqual(['Idempotency-Key format']);
  const codes = async (fields: object) => faults(await ann.post('/users/me/backup-codes', fields));
  expect(await codes({})).toEqual(['totp_code required']);
  expect(await codes({ totp_code: '123456', backup_code: 'abcd' })).toEqual(['backup_code unknown_field']);
});

test('SPEC-007.58: what is taken is named', async () => {
  const { email } = ann;
  const again = await app.http.post('/auth/register', { email, password: 'a long passphrase', display_name: 'Ann' });
  expect([again.body.error?.code, ...faults(again)]).toEqual(['email_taken', 'email email_taken']);
  const role = await admin.post('/roles', { name: 'admin', description: '', permissions: [] });
  expect([role.body.error?.code, ...faults(role)]).toEqual(['name_taken', 'name name_taken']);
});
