import type { Person } from './people.js';

/** What a search shows of a row. */
export interface Hit {
  type: string;
  id: number;
  title: string;
  excerpt: string;
  project_id: number | null;
  task_id: number | null;
}

export interface Page {
  items: Hit[];
  next_cursor: string | null;
  has_more: boolean;
}

export async function pageOf(person: Person, query: string, more = ''): Promise<Page> {
  const { status, body } = await person.get(`/search?query=${encodeURIComponent(query)}${more}`);
  expect({ query, status }).toEqual({ query, status: 200 });
  return body.data;
}

export const search = async (person: Person, query: string, more = '') => (await pageOf(person, query, more)).items;

export const titles = async (person: Person, query: string, more = '') =>
  (await search(person, query, more)).map(({ title }) => title);

export const named = (hits: Hit[]) => hits.map(({ type, id }) => `${type} ${id}`);
