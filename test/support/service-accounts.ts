import { type MadeApiToken, Program } from './api-tokens.js';
import type { Client } from './client.js';
import type { Person } from './people.js';

/** A service account, with a token in the hands of its program. */
export class Bot extends Program {
  constructor(
    url: string,
    made: MadeApiToken,
    readonly id: number,
  ) {
    super(url, made);
  }

  override at(url: string): Bot {
    return new Bot(url, this.made, this.id);
  }
}

const PATH = '/service-accounts';

export async function serviceAccount(by: Client, fields: object = {}): Promise<{ id: number }> {
  const { status, body } = await by.post(PATH, { display_name: 'Bot', ...fields });
  if (status !== 201) throw new Error(`POST ${PATH} answered ${status} ${JSON.stringify(body)}`);
  return body.data;
}

export async function botOf(by: Person, fields: object = {}, limits: object = {}): Promise<Bot> {
  const { id } = await serviceAccount(by, fields);
  const { status, body } = await by.post(`${PATH}/${id}/tokens`, { name: 'build', ...limits });
  if (status !== 201) throw new Error(`POST ${PATH}/${id}/tokens answered ${status} ${JSON.stringify(body)}`);
  return new Bot(by.url, body.data, id);
}
