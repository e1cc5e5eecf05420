import { hostsOf, placeOf, wantedSession, withDatabase } from './database-address.js';

const SEVERAL = 'postgres://u:p,w@one:5432,[::1]:5433/db?target_session_attrs=read-write&sslmode=require';

it('SPEC-048.5: an address with several hosts is the address of each', () => {
  expect(hostsOf(SEVERAL)).toEqual([
    'postgres://u:p,w@one:5432/db?target_session_attrs=read-write&sslmode=require',
    'postgres://u:p,w@[::1]:5433/db?target_session_attrs=read-write&sslmode=require',
  ]);
  expect(hostsOf('postgres://u:p,w@one/db')).toEqual(['postgres://u:p,w@one/db']);
});

it('is shown without the account', () => {
  expect(placeOf(SEVERAL)).toBe('one:5432,[::1]:5433/db');
  expect(placeOf('postgres://u:p@one/a%20b')).toBe('one/a b');
});

it('says which session is wanted, and leads to another database of the same servers', () => {
  expect(wantedSession(SEVERAL)).toBe('read-write');
  expect(wantedSession('postgres://one/db')).toBeNull();
  expect(withDatabase(SEVERAL, 'copy')).toBe(SEVERAL.replace('/db?', '/copy?'));
  expect(withDatabase('postgres://u:p@one', 'copy')).toBe('postgres://u:p@one/copy');
});
