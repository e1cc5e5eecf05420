import { type TestApp, startApp } from '../support/app.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ada: Person;

let count = 0;

beforeAll(async () => {
  app = await startApp();
  ada = await app.admin();
});
afterAll(() => app.stop());

const INVISIBLE: [string, string][] = [
  ['zero-width spaces', '\u200b\u200b'],
  ['joiners', '\u200d\u2060'],
  ['marks of direction', '\u202e\u200f'],
  ['control characters', '\u0001\u001b'],
  ['a soft hyphen', '\u00ad'],
  ['accents without a letter', '\u0301\u0308'],
  ['a variation selector', '\ufe0f'],
  ['fillers of Hangul', '\u3164\u115f'],
  ['an empty Braille pattern', '\u2800'],
  ['tags', '\u{e0041}\u{e007f}'],
  ['blanks of all kinds', '\u2003\u200b\u00a0\u3000\u200b'],
];

const VISIBLE: [string, string][] = [
  ['a letter among control characters', '\u0001x\u0002'],
  ['a letter with accents', 'e\u0301\u0302'],
  ['a family of emoji', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
  ['a flag', '\u{1f1eb}\u{1f1ee}'],
  ['Arabic with marks of direction', '\u200f\u0645\u0631\u062d\u0628\u0627'],
  ['Thai', '\u0e01\u0e33'],
  ['punctuation', '?!'],
  ['a private character', '\ue000'],
];

/** Every kind of thing that has a name, and how it gets one. */
async function namings(): Promise<[string, string, (name: string) => ReturnType<Person['post']>][]> {
  const project = await make.project(ada);
  const { id: task } = await make.task(ada, project);
  const password = 'a garden of my own';
  return [
    ['POST /projects', 'name', (name) => ada.post('/projects', { name })],
    ['PATCH /projects', 'name', (name) => ada.patch(`/projects/${project.id}`, { name })],
    ['POST /tasks', 'title', (title) => ada.post(`/projects/${project.id}/tasks`, { title })],
    ['PATCH /tasks', 'title', (title) => ada.patch(`/tasks/${task}`, { title })],
    ['POST /articles', 'title', (title) => ada.post('/articles', { title, body: 'Text' })],
    ['POST /roles', 'name', (name) => ada.post('/roles', { name, description: '', permissions: [] })],
    ['PATCH /users/me', 'display_name', (name) => ada.patch('/users/me', { display_name: name })],
    [
      'POST /auth/register',
      'display_name',
      (name) => app.http.post('/auth/register', { email: `x${++count}@example.com`, password, display_name: name }),
    ],
  ];
}

it.each(INVISIBLE)('SPEC-007.35: %s are no name', async (_what, name) => {
  for (const [where, field, give] of await namings()) {
    const { status, body } = await give(name);
    expect([where, status, body.error?.details.map((detail) => detail.field)]).toEqual([where, 422, [field]]);
  }
});

it.each(VISIBLE)('SPEC-007.35: %s is a name', async (_what, name) => {
  for (const [where, field, give] of await namings()) {
    const { status, body } = await give(name);
    expect([where, status < 300, (body.data as Record<string, unknown>)[field]]).toEqual([where, true, name]);
  }
});

const NO_TIMES = [
  '2026-02-30T00:00:00Z',
  '2025-02-29T12:00:00Z',
  '1900-02-29T12:00:00Z',
  '2026-04-31T23:59:59.999Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-01-00T00:00:00Z',
  '2026-01-32T00:00:00Z',
  '2026-01-31T24:00:00Z',
  '2026-01-31T12:60:00Z',
  '2016-12-31T23:59:60Z',
  '2026-01-31T12:00:00+24:00',
  '2026-01-31T12:00:00+01:60',
  '2026-02-30',
  '2026-01-31',
];

it.each(NO_TIMES)('SPEC-007.36: %s is no time', async (time) => {
  for (const field of ['since', 'until']) {
    const { status, body } = await ada.get(`/audit/events?${field}=${encodeURIComponent(time)}`);
    expect([field, status, body.error?.details[0]?.field]).toEqual([field, 422, field]);
  }
});

it.each([
  '2024-02-29T00:00:00Z',
  '2000-02-29T23:59:59.999999Z',
  '2026-12-31T23:59:59-23:59',
  '2026-01-31T00:00:00+14:00',
])('SPEC-007.36: %s is a time', async (time) => {
  expect((await ada.get(`/audit/events?since=${encodeURIComponent(time)}`)).status).toBe(200);
});
