import type { AppSocket } from '../protocol.js';
import { Connection } from './connection.js';
import { Connections } from './connections.js';
import { TokenExpiry } from './token-expiry.js';

const NOW = new Date('2026-11-30T09:00:00Z');
const DAY_MS = 86_400_000;

describe('the end of tokens', () => {
  const connections = new Connections();
  const expiry = new TokenExpiry(connections);
  const closed: number[] = [];

  const sessionOf = (userId: number, inMs: number | null) => ({
    userId,
    sessionId: userId,
    expiresAt: inMs === null ? null : Date.now() + inMs,
  });

  function begin(userId: number, inMs: number | null): Connection {
    const session = sessionOf(userId, inMs);
    const disconnect = () => {
      closed.push(userId);
      connections.remove(connection);
    };
    const socket = { connected: true, data: { session }, emit: () => true, disconnect };
    const connection = new Connection(socket as unknown as AppSocket);
    connections.add(connection);
    expiry.expect(session.expiresAt);
    return connection;
  }

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    connections.list().forEach((connection) => connections.remove(connection));
    closed.length = 0;
    jest.useRealTimers();
  });
  afterAll(() => expiry.onApplicationShutdown());

  it('SPEC-010.16: closes each connection when its own token expires, in whatever order they came', () => {
    begin(1, 3_000);
    begin(2, 1_000);
    begin(3, null);
    begin(4, 2_000);
    jest.advanceTimersByTime(999);
    expect(closed).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(closed).toEqual([2]);
    jest.advanceTimersByTime(1_999);
    expect(closed).toEqual([2, 4]);
    jest.advanceTimersByTime(1);
    expect(closed).toEqual([2, 4, 1]);
    jest.advanceTimersByTime(DAY_MS);
    expect(closed).toEqual([2, 4, 1]);
  });

  it('SPEC-010.17: lets one with a fresh token live until that expires', () => {
    const connection = begin(1, 1_000);
    connection.prolong({ ...connection.pass, ...sessionOf(1, 5_000) });
    expiry.expect(connection.pass.expiresAt);
    jest.advanceTimersByTime(4_999);
    expect(closed).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(closed).toEqual([1]);
  });

  it('awaits a token for longer than a timer can', () => {
    begin(1, 60 * DAY_MS);
    jest.advanceTimersByTime(60 * DAY_MS - 1);
    expect(closed).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(closed).toEqual([1]);
  });
});
