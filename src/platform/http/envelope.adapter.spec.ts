import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { EnvelopeAdapter } from './envelope.adapter.js';

it('answers for a handler that throws before it has begun, and tells the log why', async () => {
  const log = jest.spyOn(Logger.prototype, 'error').mockImplementation();
  const adapter = new EnvelopeAdapter();
  const boom = new Error('boom');
  adapter.get('/boom', () => {
    throw boom;
  });
  adapter.initHttpServer();
  const server = adapter.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/boom`);
  expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining('"code":"internal_error"')]);
  expect(log).toHaveBeenCalledWith(expect.objectContaining({ err: boom }));
  log.mockRestore();
  server.closeAllConnections();
  server.close();
});
