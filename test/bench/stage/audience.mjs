import { LoadProcess } from '../load/process.mjs';
import { startFloor, startProgram, stopServer } from './servers.mjs';

/** Every measurement of live connections has a fresh program, and fresh processes that listen and that write. */
export async function withAudience(stage, name, play) {
  return withServer(stage, await startProgram(stage, { name }), play);
}

/** The same for the floor of live messages. */
export async function withBareAudience(stage, name, play) {
  return withServer(stage, await startFloor(stage, { name, file: 'sockets' }), play);
}

async function withServer(stage, server, play) {
  const audience = new LoadProcess('audience.mjs', stage.cleanUp);
  const writers = new LoadProcess('audience.mjs', stage.cleanUp);
  try {
    return await play(server, audience, writers);
  } finally {
    await audience.stop();
    await writers.stop();
    await stopServer(server);
  }
}
