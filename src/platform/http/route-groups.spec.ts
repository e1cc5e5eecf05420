import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type Request, type Response } from 'express';
import { groupRoutes } from './route-groups.js';

describe('grouped routes', () => {
  it.each([
    ['GET', '/tasks/7', 'task 7'],
    ['GET', '/tasks/%37', 'task 7'],
    ['GET', '/tasks/mine?of=7', 'mine'],
    ['GET', '/tasks/7/comments', 'comments of 7'],
    ['PATCH', '/tasks/7', 'changed 7'],
    ['GET', '/tasks/', 'nothing'],
    ['GET', '/Tasks/7', 'nothing'],
    ['GET', '/tasks', 'nothing'],
    ['DELETE', '/tasks/7', 'nothing'],
    ['GET', '/files/a/b', 'a file'],
    ['GET', '/a/b/c/d/e/f/g/h/i/j/k/l', 'the deepest'],
    ['GET', '/a/b/c/d/e/f/g/h/i/j/k/m', 'nothing'],
  ])('answers %s %s as Express does', async (method, path, answer) => {
    const both = [applicationWith(groupRoutes), applicationWith(() => undefined)].map((app) => ask(app, method, path));
    expect(await Promise.all(both)).toEqual([answer, answer]);
  });

  it('answer HEAD by GET', async () => {
    const app = strict();
    groupRoutes(app);
    const seen: string[] = [];
    app.get('/tasks/:id', ({ method }, response) => void (seen.push(method), response.send('task')));
    expect([await ask(app, 'HEAD', '/tasks/7'), seen]).toEqual(['', ['HEAD']]);
  });

  it('come in the order in which they were declared, also with a middleware between them', async () => {
    const app = strict();
    const seen: string[] = [];
    groupRoutes(app);
    app.get('/tasks/:id', (_request, _response, next) => void (seen.push('first'), next()));
    app.use((_request, _response, next) => void (seen.push('middleware'), next()));
    app.get('/tasks/:id', (_request, _response, next) => void (seen.push('second'), next()));
    app.get('/*path', (_request, _response, next) => void (seen.push('wildcard'), next()));
    app.get('/tasks/:id', (_request, response) => void (seen.push('third'), response.send()));
    await ask(app, 'GET', '/tasks/7');
    expect(seen).toEqual(['first', 'middleware', 'second', 'wildcard', 'third']);
  });

  it('have the callbacks of app.param, whenever they were given', async () => {
    const app = strict();
    const seen: unknown[] = [];
    groupRoutes(app);
    app.get('/tasks/:id', (_request, response) => void response.send());
    app.param('id', (_request, _response, next, id) => void (seen.push(id), next()));
    await ask(app, 'GET', '/tasks/7');
    expect(seen).toEqual(['7']);
  });

  it('hand what they throw to the handlers of errors', async () => {
    const app = strict();
    groupRoutes(app);
    app.get('/tasks/:id', () => Promise.reject(new Error('boom')));
    app.use((error: Error, _request: Request, response: Response, _next: unknown) => void response.send(error.message));
    expect(await ask(app, 'GET', '/tasks/7')).toBe('boom');
  });

  it('leave the settings of Express where they are', () => {
    const app = strict();
    groupRoutes(app);
    expect(app.get('strict routing')).toBe(true);
  });
});

function applicationWith(prepare: (app: Express) => void): Express {
  const app = strict();
  prepare(app);
  app.get('/tasks/mine', (_request, response) => void response.send('mine'));
  app.get('/tasks/:id', ({ params }, response) => void response.send(`task ${params.id}`));
  app.patch('/tasks/:id', ({ params }, response) => void response.send(`changed ${params.id}`));
  app.get('/tasks/:id/comments', ({ params }, response) => void response.send(`comments of ${params.id}`));
  app.get('/files/*path', (_request, response) => void response.send('a file'));
  app.get('/a/b/c/d/e/f/g/h/i/j/k/l', (_request, response) => void response.send('the deepest'));
  app.use((_request, response) => void response.send('nothing'));
  return app;
}

function strict(): Express {
  const app = express();
  app.enable('case sensitive routing');
  app.enable('strict routing');
  return app;
}

async function ask(app: Express, method: string, path: string): Promise<string> {
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method });
    return await answer.text();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
