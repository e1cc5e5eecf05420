import { checkAnswer } from './answers.js';
import { Client } from './client.js';
import type { Person } from './people.js';

export interface MadeApiToken {
  id: number;
  name: string;
  prefix: string;
  permissions: string[] | null;
  project_ids: number[] | null;
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
  token: string;
}

/** A program that acts for somebody with an API token. */
export class Program extends Client {
  constructor(
    url: string,
    readonly made: MadeApiToken,
  ) {
    super(url, checkAnswer, made.token);
  }

  at(url: string): Program {
    return new Program(url, this.made);
  }
}

export async function programOf(owner: Person, limits: object = {}): Promise<Program> {
  const { status, body } = await owner.post('/users/me/tokens', { name: 'build', ...limits });
  if (status !== 201) throw new Error(`POST /users/me/tokens answered ${status} ${JSON.stringify(body)}`);
  return new Program(owner.url, body.data);
}
