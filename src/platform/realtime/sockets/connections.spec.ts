import { Connection } from './connection.js';
import { Connections } from './connections.js';
import type { AppSocket } from '../protocol.js';
import type { SocketSession } from '../socket-session.js';

const connectionOf = (userId: number) =>
  new Connection({ connected: true, data: { session: { userId, sessionId: userId } } } as AppSocket);

it('SPEC-010.34: a person has so many connections and no more, and others have room', () => {
  const connections = new Connections();
  const own = Array.from({ length: 2_000 }, () => connectionOf(1));
  for (const connection of own) {
    connections.requireRoom(1);
    connections.add(connection);
  }
  expect(() => connections.requireRoom(1)).toThrow(expect.objectContaining({ code: 'limit_reached' }));
  connections.requireRoom(2);
  connections.remove(own[0] as Connection);
  connections.requireRoom(1);
});

it('SPEC-010.34: so has an instance', () => {
  const connections = new Connections();
  for (let nth = 0; nth < 50_000; nth++) connections.add(connectionOf(nth));
  expect(() => connections.requireRoom(50_001)).toThrow(expect.objectContaining({ code: 'overloaded' }));
});

it('a connection is found by the session that it goes on with, and by none when it has ended', () => {
  const connections = new Connections();
  const [one, other] = [connectionOf(1), connectionOf(2)];
  connections.add(one);
  connections.add(other);
  connections.prolong(one, { userId: 1, sessionId: 10 } as SocketSession);
  expect([1, 2, 10].map((id) => connections.ofSession(id))).toEqual([[], [other], [one]]);
  connections.remove(one);
  connections.prolong(one, { userId: 1, sessionId: 11 } as SocketSession);
  expect([10, 11].map((id) => connections.ofSession(id))).toEqual([[], []]);
});
