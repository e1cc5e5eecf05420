import { LoadProcess } from '../load/process.mjs';
import { startProgram, stopServer } from './servers.mjs';

/** Every measurement of live connections has a fresh program, and fresh processes that listen and that write. */
export async function withAudience(stage, name, play) {
  const program = await startProgram(stage, { name });
  const audience = new LoadProcess('audience.mjs', stage.cleanUp);
  const writers = new LoadProcess('audience.mjs', stage.cleanUp);
  try {
    return await play(program, audience, writers);
  } finally {
    await audience.stop();
    await writers.stop();
    await stopServer(program);
  }
}
