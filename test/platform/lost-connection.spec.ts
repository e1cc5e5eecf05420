import { Client } from 'pg';
import { startApp, type TestApp } from '../support/app.js';
import { until } from '../support/until.js';

let app: TestApp;
let server: Client;
beforeAll(async () => {
  app = await startApp();
  server = new Client(app.databaseUrl);
  await server.connect();
});
afterAll(async () => {
  await server.end();
  await app.stop();
});

describe('a connection that is lost inside a transaction', () => {
  it('SPEC-012.19: is a failure of that transaction, not the end of the program', async () => {
    const uncaught: Error[] = [];
    const note = (error: Error) => uncaught.push(error);
    process.on('uncaughtException', note);
    const work = app.database.transaction(async () => {
      const [row] = await app.database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await server.query('SELECT pg_terminate_backend($1)', [row?.pid]);
      await until(async () => {
        const { rows } = await server.query('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [row?.pid]);
        return rows.length === 0;
      });
      await app.database.query('SELECT 1 AS one');
    });

    await expect(work).rejects.toMatchObject({ code: 'database_unavailable' });
    process.off('uncaughtException', note);
    expect(uncaught).toEqual([]);
    expect(await app.database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
