import { Dispatch } from './dispatch.js';

const dispatch = new Dispatch();
for (const path of [
  '/users/me',
  '/users/:id',
  '/projects/:id/tasks',
  '/projects/:id/:what',
  '/*path',
  '/openapi.json',
]) {
  dispatch.add('GET', path, () => path);
}
dispatch.add('DELETE', '/users/:id', () => 'delete');

function find(path: string, method = 'GET'): unknown {
  const found = dispatch.find(method, path);
  return found && [found.route.path, found.params];
}

describe('Dispatch', () => {
  it('finds what was added, the first that matches, with its parameters', () => {
    expect(find('/users/me')).toEqual(['/users/me', {}]);
    expect(find('/users/7')).toEqual(['/users/:id', { id: '7' }]);
    expect(find('/projects/3/tasks')).toEqual(['/projects/:id/tasks', { id: '3' }]);
    expect(find('/projects/3/other')).toEqual(['/projects/:id/:what', { id: '3', what: 'other' }]);
    expect(find('/openapi.json')).toEqual(['/openapi.json', {}]);
    expect(find('/users/me', 'DELETE')).toEqual(['/users/:id', { id: 'me' }]);
  });

  it.each([
    '/',
    '',
    '*',
    '/users',
    '/users/',
    '/users//',
    '//users',
    '/Users/7',
    '/users/7/',
    '/anything',
    '/__proto__',
  ])('leaves %j to Express', (path) => {
    expect(find(path)).toBeUndefined();
  });

  it('leaves what is encoded to Express, which decodes it', () => {
    expect(find('/users/%37')).toBeUndefined();
    expect(find('/%75sers/7')).toBeUndefined();
  });

  it('leaves other methods to Express: it answers HEAD with GET', () => {
    expect(find('/users/me', 'HEAD')).toBeUndefined();
    expect(find('/users/me', 'OPTIONS')).toBeUndefined();
  });
});
