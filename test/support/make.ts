import type { Person } from './people.js';

interface Made {
  id: number;
  version: number;
}

export interface MadeProject extends Made {
  key: string;
}

export interface MadeTask extends Made {
  ref: string;
  number: number;
}

async function created<T>(person: Person, path: string, body: object): Promise<T> {
  const { status, body: answer } = await person.post(path, body);
  if (status !== 201) throw new Error(`POST ${path} answered ${status} ${JSON.stringify(answer)}`);
  return answer.data;
}

/** Rows that a test needs but is not about, made as a person would. */
export const make = {
  project: (owner: Person, fields: object = {}) =>
    created<MadeProject>(owner, '/projects', { name: 'Garden', ...fields }),

  task: (owner: Person, project: { id: number }, fields: object = {}) =>
    created<MadeTask>(owner, `/projects/${project.id}/tasks`, { title: 'Water the beds', ...fields }),

  label: (editor: Person, project: { id: number }, fields: object = {}) =>
    created<{ id: number }>(editor, `/projects/${project.id}/labels`, { name: 'urgent', color: '#cc0000', ...fields }),

  comment: (author: Person, task: { id: number }, body = 'Well said') =>
    created<{ id: number }>(author, `/tasks/${task.id}/comments`, { body }),

  reminder: (person: Person, task: { id: number }, remind_at = '2199-01-31T09:00:00.000Z') =>
    created<{ id: number }>(person, `/tasks/${task.id}/reminders`, { remind_at }),

  relation: (editor: Person, task: { id: number }, other: { id: number }, type = 'relates_to') =>
    created<{ id: number }>(editor, `/tasks/${task.id}/relations`, { type, task_id: other.id }),

  article: (author: Person, fields: object = {}) =>
    created<Made>(author, '/articles', { title: 'On compost', body: 'It takes time.', ...fields }),
};
