import { ConfigProblems } from '../config/problems.js';
import { isAdvice, listenError, StartupError } from './startup-error.js';

const refused = (code: string) => listenError(Object.assign(new Error('listen'), { code }), { host: '::1', port: 80 });

describe('what listen refuses', () => {
  it.each([
    ['EADDRINUSE', 'Port 80 on ::1 is taken. Stop what uses it, or choose another: PORT=81'],
    ['EACCES', 'may not listen on port 80'],
    ['EADDRNOTAVAIL', 'HOST=::1 is no address of this machine'],
    ['ENOTFOUND', 'HOST=::1 is no address of this machine'],
  ])('%s becomes advice', (code, words) => {
    expect(refused(code)).toBeInstanceOf(StartupError);
    expect(refused(code).message).toContain(words);
  });

  it('and is not hidden where there is none', () => {
    expect(isAdvice(refused('EMFILE'))).toBe(false);
    expect(isAdvice(new ConfigProblems([]))).toBe(true);
  });
});
