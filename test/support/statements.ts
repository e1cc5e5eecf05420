import { Database } from '../../src/platform/database/database.js';
import type { TestApp } from './app.js';

export interface Statement {
  text: string;
  values: readonly (string | number | null | readonly string[])[];
}

/** What the program asks of its database while `work` runs; what came before is delivered by then. */
export async function statementsOf(app: TestApp, work: () => Promise<unknown>): Promise<Statement[]> {
  await app.idle();
  const { database } = app;
  const asked: Statement[] = [];
  const ways = ['arrays', 'lookUp', 'query', 'execute'] as const;
  for (const way of ways) {
    const ask = Database.prototype[way] as (...question: unknown[]) => unknown;
    const listen = (text: string, values: Statement['values'] = []) => {
      asked.push({ text, values });
      return ask.call(database, text, values);
    };
    Object.assign(database, { [way]: listen });
  }
  await work();
  for (const way of ways) delete (database as Partial<Database>)[way];
  return asked;
}
