const OWN = [
  '/users/me',
  '/users/me/notification-preferences',
  '/notifications?limit=100',
  '/tasks?limit=100',
  '/people',
];
const OF_PROJECT = [
  '',
  '/members',
  '/labels',
  '/tasks?limit=100',
  '/trash',
  '/changes?limit=500',
  '/export',
  '/webhooks',
];
const OF_TASK = ['', '/comments', '/relations', '/watchers', '/reminders', '/history'];

/** What says when somebody looked: the time in an export, and the id of a request that was refused. */
const LOOKED_AT = /"exported_at":"[^"]*"|"meta":\{"request_id":"[^"]*"\}/g;

/** One page as it came: its status and its bytes. */
export async function page(url, token, path) {
  const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
  const bytes = Buffer.from(await answer.arrayBuffer()).toString('latin1');
  return `${answer.status} ${bytes.replace(LOOKED_AT, '')}`;
}

const dataOf = (text) => JSON.parse(text.slice(4)).data ?? {};

/** Everything that somebody can look at, page by page. */
export async function everythingShownTo(url, token) {
  const shown = new Map();
  const look = async (path) => {
    const text = await page(url, token, path);
    shown.set(path, text);
    return text;
  };
  for (const path of OWN) await look(path);
  for (const { id } of dataOf(await look('/projects')).items ?? []) await lookAtProject(`/projects/${id}`, look);
  for (const { id } of dataOf(await look('/articles')).items ?? []) await look(`/articles/${id}`);
  return shown;
}

async function lookAtProject(project, look) {
  for (const path of OF_PROJECT) await look(project + path);
  for (let cursor = ''; cursor !== undefined;) {
    const { items = [], next_cursor: next } = dataOf(await look(`${project}/tasks?limit=50${cursor}`));
    for (const { id } of items) await lookAtTask(`/tasks/${id}`, look);
    cursor = next ? `&cursor=${encodeURIComponent(next)}` : undefined;
  }
}

async function lookAtTask(task, look) {
  await Promise.all(OF_TASK.map((path) => look(task + path)));
  const files = dataOf(await look(`${task}/files`));
  for (const { id } of files.items ?? files) await look(`/files/${id}/content`);
}

/** The pages that are not the same, and where. */
export function differences(before, after) {
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  return paths.map((path) => `${path}: ${around(before.get(path), after.get(path))}`);
}

function around(one = '(nothing)', other = '(nothing)') {
  let at = 0;
  while (one[at] === other[at]) at++;
  return `…${one.slice(Math.max(0, at - 60), at + 60)} | …${other.slice(Math.max(0, at - 60), at + 60)}`;
}
