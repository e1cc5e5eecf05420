import { Connection } from './connection.js';
import { Connections } from './connections.js';

const connectionOf = (userId: number) =>
  Object.create(Connection.prototype, { userId: { value: userId } }) as Connection;

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
